namespace Orleans.Runtime;

/// <summary>A reminder could not be registered or found.</summary>
public sealed class ReminderException : OrleansException
{
    /// <summary>An exception with a message.</summary>
    public ReminderException(string message)
        : base(message)
    {
    }
}

namespace Orleans.Runtime;

/// <summary>The silo is not started yet or stops, so no grain can be activated.</summary>
public sealed class SiloUnavailableException : OrleansMessageRejectionException
{
    /// <summary>An exception with a standard message.</summary>
    public SiloUnavailableException()
        : this("The silo is not running.")
    {
    }

    /// <summary>An exception with a message.</summary>
    public SiloUnavailableException(string msg)
        : base(msg)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    public SiloUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

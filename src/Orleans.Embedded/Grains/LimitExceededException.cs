namespace Orleans.Runtime;

/// <summary>A bound is reached, such as the number of requests that may wait for one grain.</summary>
public sealed class LimitExceededException : OrleansException
{
    /// <summary>An exception without a message.</summary>
    public LimitExceededException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public LimitExceededException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    public LimitExceededException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

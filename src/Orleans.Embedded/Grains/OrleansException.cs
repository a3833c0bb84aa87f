namespace Orleans.Runtime;

/// <summary>The base of the exceptions that the grain runtime raises.</summary>
public class OrleansException : Exception
{
    /// <summary>An exception without a message.</summary>
    public OrleansException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public OrleansException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    public OrleansException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

namespace Orleans.Runtime;

/// <summary>The configuration of a silo is wrong.</summary>
public sealed class OrleansConfigurationException : Exception
{
    /// <summary>An exception with a message.</summary>
    public OrleansConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    public OrleansConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

namespace Profiles.Contracts;

/// <summary>
/// The grain was activated before its partition changed hands, and knows too little: it goes, and the next call finds a
/// new activation.
/// </summary>
[GenerateSerializer, Alias("profiles.unit-moved")]
public sealed class UnitMovedException : InvalidOperationException
{
    /// <summary>An exception without a message of its own.</summary>
    public UnitMovedException()
        : this("The partition of the unit has changed hands since the grain was activated.")
    {
    }

    /// <summary>An exception with a message.</summary>
    public UnitMovedException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    public UnitMovedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

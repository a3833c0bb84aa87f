namespace Profiles.Storage.Segments;

/// <summary>
/// The segments as one document, which is only ever read and replaced as a whole. What the bytes mean is the caller's.
/// </summary>
public interface ISegmentStore
{
    /// <summary>What faults call it.</summary>
    string Name { get; }

    /// <summary>What was written last; null before the first time.</summary>
    byte[]? Read();

    /// <summary>Replaces what is there. It is durable when this returns.</summary>
    /// <param name="version">Follows the one that is there.</param>
    /// <param name="bytes">The document, which names its version too.</param>
    /// <returns>False, with nothing written, where another host has written this version before.</returns>
    /// <exception cref="IOException">Storage refused; what was there stays.</exception>
    bool TryWrite(long version, ReadOnlyMemory<byte> bytes);
}

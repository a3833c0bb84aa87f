namespace Profiles.Storage.EventLog;

/// <summary>A run of bytes of one segment, as they are in its file from <see cref="Start"/> on.</summary>
internal sealed class TailChunk
{
    private int _length;

    public TailChunk(byte[] buffer) => Buffer = buffer;

    public byte[] Buffer { get; }

    public Segment? Segment { get; set; }

    public long Start { get; set; }

    /// <summary>Readers at it; a chunk that is read is not used again. Under the tail's gate.</summary>
    public int Readers { get; set; }

    public int Length
    {
        get => Volatile.Read(ref _length);
        set => Volatile.Write(ref _length, value);
    }

    public long End => Start + Length;
}

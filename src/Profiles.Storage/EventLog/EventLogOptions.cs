namespace Profiles.Storage.EventLog;

/// <summary>Sizes and limits of one partition of the event log.</summary>
public sealed record EventLogOptions
{
    /// <summary>A segment that has reached this size is sealed and a new one begun. 64 KiB to 1 GiB.</summary>
    public int SegmentBytes { get; init; } = 64 << 20;

    /// <summary>
    /// The file grows by this much at a time, so that most flushes change no file size. 4 KiB to 1 GiB.
    /// </summary>
    public int GrowthBytes { get; init; } = 16 << 20;

    /// <summary>A larger payload is refused where the batch is built. 1 byte to 16 MiB.</summary>
    public int MaxPayloadBytes { get; init; } = 1 << 20;

    /// <summary>A batch with more bytes than this is refused by <see cref="EventLogPartition.AppendAsync"/>.</summary>
    public int MaxBatchBytes { get; init; } = 32 << 20;

    /// <summary>Waiting batches are written together until a group has this size.</summary>
    public int MaxGroupBytes { get; init; } = 4 << 20;

    /// <summary>With this much waiting to be written, a further append waits its turn.</summary>
    public int MaxPendingBytes { get; init; } = 64 << 20;

    /// <summary>The newest bytes of the log that readers get from memory.</summary>
    public int TailBytes { get; init; } = 32 << 20;

    /// <summary>
    /// Sealed segments, newest first, whose every record is verified at open; older ones when they are read.
    /// </summary>
    public long VerifyOnOpenBytes { get; init; } = 256 << 20;

    /// <summary>Sealed segments whose last record is older may be deleted. Null keeps everything.</summary>
    public TimeSpan? RetentionAge { get; init; }

    /// <summary>Above this total the oldest sealed segments may be deleted. Null keeps everything.</summary>
    public long? RetentionBytes { get; init; }

    internal void Validate()
    {
        Check(SegmentBytes, 64 << 10, 1 << 30, nameof(SegmentBytes));
        Check(GrowthBytes, 4 << 10, 1 << 30, nameof(GrowthBytes));
        Check(MaxPayloadBytes, 1, SegmentFormat.MaxPayloadBytes, nameof(MaxPayloadBytes));
        Check(MaxBatchBytes, 1, 256 << 20, nameof(MaxBatchBytes));
        Check(MaxGroupBytes, 1, 256 << 20, nameof(MaxGroupBytes));
        Check(MaxPendingBytes, 1, 1 << 30, nameof(MaxPendingBytes));
        Check(TailBytes, 0, 1 << 30, nameof(TailBytes));
        Check(VerifyOnOpenBytes, 0, long.MaxValue, nameof(VerifyOnOpenBytes));
        if (RetentionAge is { } age && age <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(RetentionAge), age, "The retention age must be positive.");
        if (RetentionBytes is { } bytes)
            Check(bytes, 0, long.MaxValue, nameof(RetentionBytes));
    }

    private static void Check(long value, long least, long most, string name)
    {
        if (value < least || value > most)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be between {least} and {most}.");
    }
}

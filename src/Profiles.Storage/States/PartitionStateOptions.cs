namespace Profiles.Storage.States;

/// <summary>Sizes and limits of the state store of one partition.</summary>
public sealed record PartitionStateOptions
{
    /// <summary>A file of this size gets no further commit. 64 KiB to 8 GiB.</summary>
    public long FileBytes { get; init; } = 64 << 20;

    /// <summary>Staged bytes are written ahead of the commit when there are this many.</summary>
    public int FlushBytes { get; init; } = 4 << 20;

    /// <summary>
    /// With this much staged and not yet on the disk, staging waits; with the disk failing, it throws.
    /// </summary>
    public long MaxStagedBytes { get; init; } = 256 << 20;

    /// <summary>Files are compacted when they exceed twice the live bytes by this much.</summary>
    public long CompactionSlackBytes { get; init; } = 16 << 20;

    /// <summary>A larger state is refused. 1 byte to 64 MiB.</summary>
    public int MaxStateBytes { get; init; } = 4 << 20;

    internal void Validate()
    {
        Check(FileBytes, 64 << 10, 8L << 30, nameof(FileBytes));
        Check(FlushBytes, 1, 1 << 30, nameof(FlushBytes));
        Check(MaxStagedBytes, FlushBytes, long.MaxValue, nameof(MaxStagedBytes));
        Check(CompactionSlackBytes, 0, long.MaxValue, nameof(CompactionSlackBytes));
        Check(MaxStateBytes, 1, StateFormat.MaxStateBytes, nameof(MaxStateBytes));
    }

    private static void Check(long value, long least, long most, string name)
    {
        if (value < least || value > most)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be between {least} and {most}.");
    }
}

namespace Profiles.Storage.EventLog;

/// <summary>
/// One file of the log. What changes is written by the log's writer under its gate:
/// <c>FirstSequence - 1 &lt;= LastSequence</c>, and bytes below <see cref="Length"/> are durable.
/// </summary>
internal sealed class Segment
{
    private volatile KeySidecar? _sidecar;
    private volatile KeyTable? _table;

    public required string Path { get; init; }

    public required long FirstSequence { get; init; }

    public required uint Seed { get; init; }

    public long LastSequence { get; set; }

    public long LastIngestionTime { get; set; }

    /// <summary>Where the last durable record ends.</summary>
    public long Length { get; set; }

    public SparseIndex Index { get; set; } = new();

    /// <summary>The keys while the segment is written, and until its sidecar is.</summary>
    public KeyTable? Table
    {
        get => _table;
        set => _table = value;
    }

    public KeySidecar? Sidecar
    {
        get => _sidecar;
        set => _sidecar = value;
    }

    public string SidecarPath => System.IO.Path.ChangeExtension(Path, KeySidecar.Extension);

    public static string PathOf(string directory, long firstSequence) =>
        System.IO.Path.Combine(directory, firstSequence.ToString("D20") + SegmentFiles.Extension);
}

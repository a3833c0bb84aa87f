using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Profiles.Storage.EventLog;

namespace Profiles.Storage.Tests.EventLog;

/// <summary>A folder with one partition's log, and the few steps that every test of it takes.</summary>
internal sealed class LogFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ManualTime Time { get; } = new();

    public DiskFiles Files { get; init; } = DiskFiles.Instance;

    public EventLogOptions Options { get; set; } = new() { SegmentBytes = 64 << 10, GrowthBytes = 32 << 10 };

    public ILogger Logger { get; set; } = NullLogger.Instance;

    public string Path => _folder.Combine("log");

    public string[] Segments => Directory.GetFiles(Path, "*.log").Order(StringComparer.Ordinal).ToArray();

    public EventLogPartition Open() => EventLogPartition.Open(Path, 3, Options, Time, Logger, Files);

    public static AppendBatch Batch(int from, int count, int payloadBytes = 0)
    {
        var batch = new AppendBatch();
        for (var i = from; i < from + count; i++)
            batch.Add(KeyOf(i), PayloadOf(i, payloadBytes));
        return batch;
    }

    public static UInt128 KeyOf(int i) => new((ulong)i * 0x9E37_79B9_7F4A_7C15, (ulong)i + 1);

    public static byte[] PayloadOf(int i, int payloadBytes = 0) =>
        Encoding.UTF8.GetBytes($"event {i}".PadRight(payloadBytes, '.'));

    /// <summary>All records from a sequence on, of a log that is open.</summary>
    public static async Task<List<(long Sequence, string Payload)>> ReadAllAsync(
        EventLogPartition log, long from = 0, int maxRecords = 100)
    {
        using var reader = log.OpenReader(from);
        var found = new List<(long, string)>();
        var batch = new EventLogReadBatch(maxRecords, 8 << 10);
        while (reader.NextSequence <= log.LastSequence && await reader.ReadAsync(batch))
            Take(batch, found);
        return found;
    }

    public async Task<List<(long Sequence, string Payload)>> ReadAtRestAsync(long from = 0)
    {
        var snapshot = EventLogSnapshot.Open(Path, 3);
        using var reader = snapshot.OpenReader(from);
        var found = new List<(long, string)>();
        var batch = new EventLogReadBatch(100, 8 << 10);
        while (await reader.ReadAsync(batch))
            Take(batch, found);
        return found;
    }

    public void Dispose() => _folder.Dispose();

    private static void Take(EventLogReadBatch batch, List<(long Sequence, string Payload)> found)
    {
        for (var i = 0; i < batch.Count; i++)
            found.Add((batch[i].Sequence, Encoding.UTF8.GetString(batch[i].Payload)));
    }
}

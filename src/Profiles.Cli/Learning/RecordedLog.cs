using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Text;
using Profiles.Learning.Replaying;
using Profiles.Storage.EventLog;

namespace Profiles.Cli.Learning;

/// <summary>Log and catalogue as they are at one time, in memory.</summary>
internal sealed class RecordedLog
{
    private readonly Dictionary<long, ContentTraits> _traits = [];

    private RecordedLog()
    {
    }

    /// <summary>The catalogue.</summary>
    public List<ContentItem> Contents { get; } = [];

    /// <summary>The records, in order of time.</summary>
    public List<LogRecord> Records { get; } = [];

    /// <summary>The last sequence that was read, a partition each.</summary>
    public List<long> Positions { get; } = [];

    /// <summary>Records that today's code cannot read.</summary>
    public long Undecodable { get; private set; }

    /// <summary>Reads all of it.</summary>
    /// <exception cref="CliException">It is damaged.</exception>
    public static async Task<RecordedLog> ReadAsync(
        ILogSource source, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var log = new RecordedLog();
        log.ReadCatalogue(source);
        var order = new List<(long AtMs, int Partition, long Sequence, LogRecord Record)>();
        for (var partition = 0; partition < source.Partitions; partition++)
        {
            await log.ReadPartitionAsync(source, partition, order, cancellationToken);
            progress.Report((partition + 1.0) / source.Partitions);
        }

        order.Sort(static (x, y) => x.AtMs != y.AtMs ? x.AtMs.CompareTo(y.AtMs)
            : x.Partition != y.Partition ? x.Partition.CompareTo(y.Partition)
            : x.Sequence.CompareTo(y.Sequence));
        log.Records.AddRange(order.Select(entry => entry.Record));
        return log;
    }

    private void ReadCatalogue(ILogSource source)
    {
        using var store = source.OpenCatalogue();
        if (store is null) return;
        var latest = new Dictionary<string, ContentTraits>(StringComparer.Ordinal);
        foreach (var row in store.LoadTraits())
        {
            if (row.TraitsChanged) latest[row.ContentId] = ContentJson.ReadTraits(row.ContentId, row.Traits);
            _traits[row.Revision] = latest[row.ContentId];
        }

        var parser = new ContentParser(EventLimits.Default);
        foreach (var row in store.LoadLatest())
            if (parser.TryParse(row.Body.Span, 0, out var content, out _)) Contents.Add(content);
    }

    private async Task ReadPartitionAsync(
        ILogSource source, int partition, List<(long AtMs, int Partition, long Sequence, LogRecord Record)> order,
        CancellationToken cancellationToken)
    {
        var (reader, last) = await source.OpenLogAsync(partition, cancellationToken);
        using var reading = reader;
        var pool = new Utf8StringPool();
        var batch = new EventLogReadBatch();
        var newest = long.MinValue;
        while (reader.NextSequence <= last && await reader.ReadAsync(batch, cancellationToken))
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var stored = batch[i];
                try
                {
                    var unit = UnitRecordCodec.Decode(stored.Payload, pool, out var record);
                    var viewing = (record as UnitRecord.Viewing)?.Event;
                    // What is no event stands where it came: beside the newest event before it.
                    newest = Math.Max(newest, viewing?.OccurredAtUnixMs ?? newest);
                    order.Add((
                        viewing?.OccurredAtUnixMs ?? newest, partition, stored.Sequence,
                        new LogRecord(
                            unit, record, viewing?.OccurredAtUnixMs ?? newest,
                            _traits.GetValueOrDefault(viewing?.ContentRevision ?? 0))));
                }
                catch (Exception fault) when (fault is UnknownRecordException or InvalidDataException)
                {
                    Undecodable++;
                }
            }
        }

        Positions.Add(last);
    }
}

using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Text;
using Profiles.Learning.Replaying;
using Profiles.Storage;
using Profiles.Storage.Catalogue;
using Profiles.Storage.EventLog;

namespace Profiles.Cli.Learning;

/// <summary>
/// Reads log and catalogue of a data folder without holding it: a server may be writing meanwhile. Segments are only
/// ever appended to; what is being appended just now is passed over.
/// </summary>
internal sealed class LogFiles
{
    // A commit between two looks at the newest segment reads as damage once; again and again, it is damage.
    private const int MaxAttempts = 5;

    private readonly Dictionary<long, ContentTraits> _traits = [];

    private LogFiles(string dataPath) => DataPath = dataPath;

    /// <summary>The data folder.</summary>
    public string DataPath { get; }

    /// <summary>The catalogue.</summary>
    public List<ContentItem> Contents { get; } = [];

    /// <summary>The records, in order of time.</summary>
    public List<LogRecord> Records { get; } = [];

    /// <summary>The last sequence that was read, a partition each.</summary>
    public List<long> Positions { get; } = [];

    /// <summary>Records that today's code cannot read.</summary>
    public long Undecodable { get; private set; }

    /// <summary>Reads a data folder.</summary>
    /// <exception cref="CliException">It is none, or damaged.</exception>
    public static async Task<LogFiles> ReadAsync(
        string dataPath, IProgress<double> progress, CancellationToken cancellationToken)
    {
        if (!DataFolder.Exists(dataPath)) throw new CliException($"There is no data folder {dataPath}.");

        var files = new LogFiles(dataPath);
        files.ReadCatalogue();
        var logs = DataFolder.LogsOf(dataPath);
        var order = new List<(long AtMs, int Partition, long Sequence, LogRecord Record)>();
        foreach (var (partition, log) in logs)
        {
            await files.ReadPartitionAsync(log, partition, order, cancellationToken);
            progress.Report((partition + 1.0) / logs.Count);
        }

        order.Sort(static (x, y) => x.AtMs != y.AtMs ? x.AtMs.CompareTo(y.AtMs)
            : x.Partition != y.Partition ? x.Partition.CompareTo(y.Partition)
            : x.Sequence.CompareTo(y.Sequence));
        files.Records.AddRange(order.Select(entry => entry.Record));
        return files;
    }

    private void ReadCatalogue()
    {
        var file = DataFolder.CatalogueOf(DataPath);
        if (!File.Exists(file)) return;
        using var store = ContentStore.Open(file);
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
        string folder, int partition, List<(long AtMs, int Partition, long Sequence, LogRecord Record)> order,
        CancellationToken cancellationToken)
    {
        var snapshot = await OpenAsync(folder, partition, cancellationToken);
        var pool = new Utf8StringPool();
        var batch = new EventLogReadBatch();
        var newest = long.MinValue;
        using var reader = snapshot.OpenReader();
        while (await reader.ReadAsync(batch, cancellationToken))
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

        Positions.Add(snapshot.LastSequence);
    }

    private static async Task<EventLogSnapshot> OpenAsync(
        string folder, int partition, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return EventLogSnapshot.Open(folder, partition);
            }
            catch (EventLogCorruptException damage)
            {
                if (attempt == MaxAttempts) throw new CliException(damage.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(50 * attempt), cancellationToken);
            }
        }
    }
}

using System.Buffers;
using Profiles.Contracts;
using Profiles.Core.Events;
using Profiles.Core.Text;
using Profiles.Core.Trends;
using Profiles.Core.Units;
using Profiles.Storage.EventLog;
using Profiles.Streaming.Hosting;
using Profiles.Streaming.Trends;

namespace Profiles.Streaming.Rebuilding;

/// <summary>
/// Folds every profile again from the log and compares the bytes with the live ones. Meant for a platform that takes no
/// events meanwhile: it waits until all is folded and written, and compares then.
/// </summary>
public sealed class ProfileRebuild
{
    /// <summary>The most differences that are kept by name; further ones are counted.</summary>
    public const int MaxDifferencesListed = 1000;

    private readonly PartitionSet _partitions;
    private readonly PlatformService _platform;
    private readonly IContentCatalogue _catalogue;
    private readonly IDeadLetters _deadLetters;

    internal ProfileRebuild(
        PartitionSet partitions, PlatformService platform, IContentCatalogue catalogue, IDeadLetters deadLetters)
    {
        _partitions = partitions;
        _platform = platform;
        _catalogue = catalogue;
        _deadLetters = deadLetters;
    }

    /// <summary>Rebuilds and compares.</summary>
    /// <param name="progress">Told how many records were folded again, and how many there are.</param>
    /// <param name="cancellationToken">Stops it; nothing was changed.</param>
    public async Task<RebuildReport> RunAsync(
        IProgress<(long Done, long Total)>? progress, CancellationToken cancellationToken)
    {
        await _platform.CheckpointAllAsync(cancellationToken);
        var total = _partitions.Sum(partition => partition.Durable - partition.Log.FirstSequence);
        var report = new RebuildReport();
        var letters = await _deadLetters.ListAsync(IDeadLetters.MaxListed, true, cancellationToken);
        var putAside = letters.Select(letter => (letter.Partition, letter.Sequence)).ToHashSet();
        foreach (var partition in _partitions)
        {
            var trends = new TrendCounters(_catalogue.Index.Numbers);
            var states = await FoldAsync(partition, trends, putAside, report, progress, total, cancellationToken);
            Compare(partition, states, report);
            if (!partition.Trends.IsSaved(trends)) report.CountTrends(partition.Number, IsWhole(partition));
        }

        return report;
    }

    private async Task<Dictionary<string, UnitState>> FoldAsync(
        Partition partition,
        TrendCounters trends,
        HashSet<(int Partition, long Sequence)> putAside,
        RebuildReport report,
        IProgress<(long Done, long Total)>? progress,
        long total,
        CancellationToken cancellationToken)
    {
        var states = new Dictionary<string, UnitState>(StringComparer.Ordinal);
        var pool = new Utf8StringPool();
        var batch = new EventLogReadBatch();
        var end = partition.Durable;
        var next = partition.Log.FirstSequence;
        using var reader = partition.Log.OpenReader(next);
        while (next < end && await reader.ReadAsync(batch, cancellationToken))
        {
            for (var index = 0; index < batch.Count && batch[index].Sequence < end; index++)
            {
                // What was put aside counts for the trends when it is replayed, under another sequence.
                var isPutAside = putAside.Contains((partition.Number, batch[index].Sequence));
                Fold(pool, batch[index], states, isPutAside ? null : trends, report);
                next = batch[index].Sequence + 1;
            }

            progress?.Report((report.Records, total));
        }

        return states;
    }

    private void Fold(
        Utf8StringPool pool,
        in EventLogRecord stored,
        Dictionary<string, UnitState> states,
        TrendCounters? trends,
        RebuildReport report)
    {
        report.Records++;
        UnitKey unit;
        UnitRecord record;
        try
        {
            unit = UnitRecordCodec.Decode(stored.Payload, pool, out record);
        }
        catch (Exception exception) when (exception is UnknownRecordException or InvalidDataException)
        {
            report.Undecodable++;
            return;
        }

        var key = unit.ToGrainKey();
        if (!states.TryGetValue(key, out var state))
        {
            state = new UnitState();
            states.Add(key, state);
        }

        var revision = record is UnitRecord.Viewing viewing ? viewing.Event.ContentRevision : 0;
        UnitFold.Apply(state, stored.Sequence, record, _catalogue.TraitsOf(revision));
        trends?.Apply(stored.Sequence, unit, record);
    }

    private static bool IsWhole(Partition partition) => partition.Log.FirstSequence <= 1;

    private static void Compare(Partition partition, Dictionary<string, UnitState> states, RebuildReport report)
    {
        var isWhole = IsWhole(partition);
        var rebuilt = new ArrayBufferWriter<byte>();
        var live = new ArrayBufferWriter<byte>();
        foreach (var (key, state) in states)
        {
            rebuilt.ResetWrittenCount();
            live.ResetWrittenCount();
            UnitStateBytes.Write(state, rebuilt);
            var reason = !partition.States.TryRead(key, live) ? "is in the log only"
                : rebuilt.WrittenSpan.SequenceEqual(live.WrittenSpan) ? null
                : "differs from the live one";
            report.Count(key, reason, isWhole);
        }

        foreach (var (key, _) in partition.States.Enumerate())
        {
            if (states.ContainsKey(key) || PartitionTrends.IsKey(key)) continue;
            report.Count(key, "is not in the log", isWhole);
        }
    }
}

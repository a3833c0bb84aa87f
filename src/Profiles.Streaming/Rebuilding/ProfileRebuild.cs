using System.Buffers;
using Profiles.Contracts;
using Profiles.Core.Events;
using Profiles.Core.Text;
using Profiles.Core.Units;
using Profiles.Storage.EventLog;
using Profiles.Streaming.Hosting;

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

    internal ProfileRebuild(
        PartitionSet partitions, PlatformService platform, IContentCatalogue catalogue)
    {
        _partitions = partitions;
        _platform = platform;
        _catalogue = catalogue;
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
        foreach (var partition in _partitions)
        {
            var states = await FoldAsync(partition, report, progress, total, cancellationToken);
            Compare(partition, states, report);
        }

        return report;
    }

    private async Task<Dictionary<string, UnitState>> FoldAsync(
        Partition partition,
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
                Fold(pool, batch[index], states, report);
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
    }

    private static void Compare(Partition partition, Dictionary<string, UnitState> states, RebuildReport report)
    {
        var isWhole = partition.Log.FirstSequence <= 1;
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
            if (!states.ContainsKey(key)) report.Count(key, "is not in the log", isWhole);
        }
    }
}

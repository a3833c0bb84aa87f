using Profiles.Core.Events;
using Profiles.Core.Text;
using Profiles.Core.Units;
using Profiles.Storage.EventLog;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Rebuilding;

/// <summary>Reads what was durable of a partition when it began, in the order of the log.</summary>
internal static class LogReplay
{
    /// <summary>What is done with one record; false ends the replay of the partition.</summary>
    public delegate bool Take(long sequence, long ingestedUnixMs, UnitKey unit, UnitRecord record);

    /// <summary>Reads a partition.</summary>
    /// <returns>How many records this build cannot decode; they are dead letters, and passed over.</returns>
    public static Task<long> RunAsync(Partition partition, Take take, CancellationToken cancellationToken) =>
        RunAsync(partition, 0, take, cancellationToken);

    /// <summary>Reads a partition from a record on, or from the first that there is.</summary>
    /// <returns>How many records this build cannot decode.</returns>
    public static async Task<long> RunAsync(
        Partition partition, long from, Take take, CancellationToken cancellationToken)
    {
        var pool = new Utf8StringPool();
        var batch = new EventLogReadBatch();
        var undecodable = 0L;
        var end = partition.Durable;
        var next = Math.Max(from, partition.Log.FirstSequence);
        using var reader = partition.Log.OpenReader(next);
        while (next < end && await reader.ReadAsync(batch, cancellationToken))
        {
            for (var index = 0; index < batch.Count && batch[index].Sequence < end; index++)
            {
                var stored = batch[index];
                next = stored.Sequence + 1;
                if (!TryDecode(pool, stored, out var unit, out var record)) undecodable++;
                else if (!take(stored.Sequence, stored.IngestionTimeMilliseconds, unit, record!)) return undecodable;
            }
        }

        return undecodable;
    }

    private static bool TryDecode(
        Utf8StringPool pool, in EventLogRecord stored, out UnitKey unit, out UnitRecord? record)
    {
        try
        {
            unit = UnitRecordCodec.Decode(stored.Payload, pool, out record);
            return true;
        }
        catch (Exception exception) when (exception is UnknownRecordException or InvalidDataException)
        {
            (unit, record) = (default, null);
            return false;
        }
    }
}

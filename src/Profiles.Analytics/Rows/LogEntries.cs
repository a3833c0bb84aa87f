using Profiles.Core.Events;
using Profiles.Core.Text;
using Profiles.Core.Units;
using Profiles.Storage.EventLog;

namespace Profiles.Analytics.Rows;

/// <summary>A run of records of one partition, decoded.</summary>
internal sealed class LogEntries
{
    private readonly List<LogEntry> _entries = [];

    public LogEntries(int partition, long firstSequence)
    {
        Partition = partition;
        FirstSequence = NextSequence = firstSequence;
    }

    public int Partition { get; }

    /// <summary>Where the run begins: the position that the tables must be at.</summary>
    public long FirstSequence { get; }

    /// <summary>Where the next run begins.</summary>
    public long NextSequence { get; private set; }

    /// <summary>Records that could not be read; the pump has put them aside as dead letters.</summary>
    public int Undecodable { get; private set; }

    public IReadOnlyList<LogEntry> Entries => _entries;

    /// <summary>The devices whose links decide whose these records are.</summary>
    public IReadOnlyCollection<UnitKey> Devices =>
        [.. _entries.Where(entry => entry.Unit.Kind == UnitKind.Device).Select(entry => entry.Unit).Distinct()];

    public void Add(UnitKey unit, UnitRecord record, long ingestionTimeMilliseconds)
    {
        _entries.Add(new LogEntry(unit, record, ingestionTimeMilliseconds));
        NextSequence++;
    }

    public static LogEntries Read(int partition, long position, EventLogReadBatch batch, Utf8StringPool pool)
    {
        var run = new LogEntries(partition, position);
        for (var i = 0; i < batch.Count; i++)
        {
            var stored = batch[i];
            try
            {
                var unit = UnitRecordCodec.Decode(stored.Payload, pool, out var record);
                run._entries.Add(new LogEntry(unit, record, stored.IngestionTimeMilliseconds));
            }
            catch (Exception exception) when (exception is UnknownRecordException or InvalidDataException)
            {
                run.Undecodable++;
            }
        }

        run.NextSequence = batch.LastSequence + 1;
        return run;
    }
}

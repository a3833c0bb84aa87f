using Profiles.Core.Events;
using Profiles.Core.Text;
using Profiles.Core.Units;
using Profiles.Storage.EventLog;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Rebuilding;

/// <summary>Reads one partition as far as it is told to, again and again.</summary>
internal sealed class LogCursor(Partition partition) : IDisposable
{
    private readonly Utf8StringPool _pool = new();
    private readonly EventLogReadBatch _batch = new();
    private readonly IEventLogReader _reader = partition.Log.OpenReader(partition.Log.FirstSequence);
    private readonly long _end = partition.Durable;
    private int _index;

    /// <summary>What is done with one record.</summary>
    public delegate void Take(long sequence, UnitKey unit, UnitRecord record);

    /// <summary>The last record that was read; 0 before the first.</summary>
    public long Position { get; private set; }

    /// <summary>Reads on through a position, or to the end of what was durable when the cursor was made.</summary>
    /// <returns>False where the log ends before it.</returns>
    public async ValueTask<bool> AdvanceAsync(long position, Take take, CancellationToken cancellationToken)
    {
        while (Position < position)
        {
            if (_index == _batch.Count)
            {
                if (_reader.NextSequence >= _end || !await _reader.ReadAsync(_batch, cancellationToken)) return false;
                _index = 0;
            }

            var stored = _batch[_index];
            if (stored.Sequence >= _end) return false;
            if (stored.Sequence > position) return true;
            _index++;
            Position = stored.Sequence;
            if (TryDecode(stored, out var unit, out var record)) take(stored.Sequence, unit, record!);
        }

        return true;
    }

    public void Dispose() => _reader.Dispose();

    private bool TryDecode(in EventLogRecord stored, out UnitKey unit, out UnitRecord? record)
    {
        try
        {
            unit = UnitRecordCodec.Decode(stored.Payload, _pool, out record);
            return true;
        }
        catch (Exception exception) when (exception is UnknownRecordException or InvalidDataException)
        {
            (unit, record) = (default, null);
            return false;
        }
    }
}

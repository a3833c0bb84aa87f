using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using Profiles.Contracts;
using Profiles.Core.Catalogue;
using Profiles.Core.Events;
using Profiles.Core.Text;
using Profiles.Core.Trends;
using Profiles.Core.Units;
using Profiles.Storage.EventLog;
using Profiles.Storage.States;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Trends;

/// <summary>
/// The trend counters of one partition, fed by its pump and saved by its checkpointer in the transaction that saves the
/// position: after a crash the log is replayed from there, and what the counters include is not counted again.
/// </summary>
/// <remarks>
/// Their keys begin with <see cref="KeyPrefix"/>, which no unit's key does. The head and all changed blocks are of one
/// moment: they are copied under the lock that counting takes, and a failed staging is staged again before any commit.
/// </remarks>
internal sealed class PartitionTrends(Partition partition, ContentNumbers numbers)
{
    public const string KeyPrefix = "trend/";

    private const string HeadKey = KeyPrefix + "head";

    private readonly Lock _lock = new();
    private readonly SortedSet<int> _unsaved = [];
    private readonly ArrayBufferWriter<byte> _saved = new();
    private TrendCounters _counters = new(numbers);
    private bool _isRestored;
    private long _savedSequence = -1;

    /// <summary>The sequence of the last record counted or passed over.</summary>
    public long LastSequence
    {
        get
        {
            lock (_lock) return _counters.LastSequence;
        }
    }

    /// <summary>Whether what was saved is read, so that counts are whole.</summary>
    public bool IsRestored
    {
        get
        {
            lock (_lock) return _isRestored;
        }
    }

    public static bool IsKey(string key) => key.StartsWith(KeyPrefix, StringComparison.Ordinal);

    /// <summary>
    /// Reads what is saved. Where there is nothing, or other half-lives were counted, what is folded already is counted
    /// from the log.
    /// </summary>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        var counters = new TrendCounters(numbers);
        if (!TryRead(partition.States, counters))
        {
            counters = new TrendCounters(numbers);
            await CountAsync(counters, partition.Progress.Folded, cancellationToken);
        }

        lock (_lock)
        {
            _counters = counters;
            _isRestored = true;
        }
    }

    /// <summary>Counts records of one unit, in order of the log; one that was counted before changes nothing.</summary>
    public void Apply(UnitKey unit, long sequence, UnitRecord record)
    {
        lock (_lock) _counters.Apply(sequence, unit, record);
    }

    /// <summary>Adds the partition to a snapshot.</summary>
    public void AddTo(TrendSum sum)
    {
        lock (_lock) sum.Add(_counters);
    }

    /// <summary>The counters for another host; null where they include no more than it knows.</summary>
    public TrendBytes? Write(long after)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var ends = ImmutableArray.CreateBuilder<int>();
        lock (_lock)
        {
            if (!_isRestored || _counters.LastSequence <= after) return null;
            for (var block = 0; block < _counters.BlockCount; block++)
            {
                _counters.WriteBlock(block, bytes);
                ends.Add(bytes.WrittenCount);
            }

            _counters.WriteHead(bytes);
            return new TrendBytes(_counters.LastSequence, bytes.WrittenMemory, ends.ToImmutable());
        }
    }

    /// <summary>
    /// Stages what changed since it was last committed; before they are restored, nothing. One caller at a time.
    /// </summary>
    public void Stage()
    {
        var ends = new List<(int Block, int End)>();
        _saved.ResetWrittenCount();
        long sequence;
        lock (_lock)
        {
            sequence = _counters.LastSequence;
            if (!_isRestored || sequence == _savedSequence) return;
            _counters.TakeChangedBlocks(_unsaved);
            foreach (var block in _unsaved)
            {
                _counters.WriteBlock(block, _saved);
                ends.Add((block, _saved.WrittenCount));
            }

            _counters.WriteHead(_saved);
        }

        var start = 0;
        foreach (var (block, end) in ends)
        {
            partition.States.Stage(KeyOf(block), _saved.WrittenSpan[start..end]);
            start = end;
        }

        partition.States.Stage(HeadKey, _saved.WrittenSpan[start..]);
        _unsaved.Clear();
        _savedSequence = sequence;
    }

    /// <summary>Whether counters that were made anew from the log are those that are saved, byte for byte.</summary>
    public bool IsSaved(TrendCounters rebuilt)
    {
        var expected = new ArrayBufferWriter<byte>();
        var found = new ArrayBufferWriter<byte>();
        rebuilt.WriteHead(expected);
        if (!partition.States.TryRead(HeadKey, found)) return rebuilt.Count == 0;
        if (!expected.WrittenSpan.SequenceEqual(found.WrittenSpan)) return false;
        for (var block = 0; block < rebuilt.BlockCount; block++)
        {
            expected.ResetWrittenCount();
            found.ResetWrittenCount();
            rebuilt.WriteBlock(block, expected);
            if (!partition.States.TryRead(KeyOf(block), found)) return false;
            if (!expected.WrittenSpan.SequenceEqual(found.WrittenSpan)) return false;
        }

        return true;
    }

    private static bool TryRead(IPartitionStateStore states, TrendCounters counters)
    {
        var bytes = new ArrayBufferWriter<byte>();
        if (!states.TryRead(HeadKey, bytes)) return false;
        var cells = counters.ReadHead(bytes.WrittenSpan);
        if (cells < 0) return false;
        for (var block = 0; counters.Count < cells; block++)
        {
            bytes.ResetWrittenCount();
            if (!states.TryRead(KeyOf(block), bytes)) return false;
            counters.ReadBlock(bytes.WrittenSpan);
        }

        return counters.Count == cells;
    }

    private static string KeyOf(int block) => string.Create(CultureInfo.InvariantCulture, $"{KeyPrefix}{block}");

    private async Task CountAsync(TrendCounters counters, long before, CancellationToken cancellationToken)
    {
        var next = partition.Log.FirstSequence;
        if (next >= before) return;

        var pool = new Utf8StringPool();
        var batch = new EventLogReadBatch();
        using var reader = partition.Log.OpenReader(next);
        while (next < before && await reader.ReadAsync(batch, cancellationToken))
        {
            for (var index = 0; index < batch.Count && batch[index].Sequence < before; index++)
            {
                next = batch[index].Sequence + 1;
                try
                {
                    var unit = UnitRecordCodec.Decode(batch[index].Payload, pool, out var record);
                    counters.Apply(batch[index].Sequence, unit, record);
                }
                catch (Exception exception) when (exception is UnknownRecordException or InvalidDataException)
                {
                    // Such a record is a dead letter: it is counted when it is replayed.
                }
            }
        }
    }
}

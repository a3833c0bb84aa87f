using System.Buffers;
using Profiles.Contracts;
using Profiles.Core.Events;
using Profiles.Core.Units;
using Profiles.Storage.EventLog;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Ingestion;

/// <summary>
/// One request's records, sorted by partition and encoded; used once, then its batches go back to the pool.
/// </summary>
internal sealed class AppendShares(int partitionCount, AppendBatchPool pool)
{
    private readonly AppendBatch?[] _batches = new AppendBatch?[partitionCount];
    private readonly ArrayBufferWriter<byte> _encoded = new(512);
    private bool _coversDevices;

    public int Count { get; private set; }

    public void Add(int partition, UnitKey unit, ViewingEvent viewingEvent, int contentRevision)
    {
        _encoded.ResetWrittenCount();
        UnitRecordCodec.EncodeEvent(_encoded, unit, viewingEvent, contentRevision);
        Add(partition, unit, UnitRecordCodec.DedupeKey(unit, viewingEvent.Id));
    }

    public void Add(int partition, UnitAppend append)
    {
        _encoded.ResetWrittenCount();
        UnitRecordCodec.Encode(_encoded, append.Unit, append.Record);
        Add(partition, append.Unit, append.DedupeKey);
    }

    /// <summary>Appends every share; done when all of them are durable.</summary>
    public async ValueTask AppendAsync(PartitionSet partitions)
    {
        var appends = new List<Task>(partitionCount);
        for (var partition = 0; partition < _batches.Length; partition++)
        {
            if (_batches[partition] is { } batch) appends.Add(partitions[partition].Log.AppendAsync(batch).AsTask());
        }

        await Task.WhenAll(appends);
    }

    public int CountDuplicates() => _batches.Sum(batch => batch?.DuplicateCount ?? 0);

    public ReadToken Token()
    {
        var positions = new List<ReadPosition>(partitionCount);
        for (var partition = 0; partition < _batches.Length; partition++)
        {
            if (_batches[partition] is { } batch) positions.Add(new ReadPosition(partition, batch.LastSequence));
        }

        return new ReadToken(positions, _coversDevices);
    }

    public void Return()
    {
        foreach (var batch in _batches)
        {
            if (batch is not null) pool.Return(batch);
        }
    }

    private void Add(int partition, UnitKey unit, UInt128 dedupeKey)
    {
        (_batches[partition] ??= pool.Rent()).Add(dedupeKey, _encoded.WrittenSpan);
        _coversDevices |= unit.Kind == UnitKind.Device;
        Count++;
    }
}

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
    // Used between two awaits only.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? encoded;

    private readonly AppendBatch?[] _batches = new AppendBatch?[partitionCount];
    private bool _coversDevices;

    public int Count { get; private set; }

    public void Add(int partition, UnitKey unit, ViewingEvent viewingEvent, int contentRevision)
    {
        var bytes = Encoded();
        UnitRecordCodec.EncodeEvent(bytes, unit, viewingEvent, contentRevision);
        Add(partition, unit, UnitRecordCodec.DedupeKey(unit, viewingEvent.Id), bytes.WrittenSpan);
    }

    public void Add(int partition, UnitAppend append)
    {
        var bytes = Encoded();
        UnitRecordCodec.Encode(bytes, append.Unit, append.Record);
        Add(partition, append.Unit, append.DedupeKey, bytes.WrittenSpan);
    }

    /// <summary>Appends every share; done when all of them are durable.</summary>
    public ValueTask AppendAsync(PartitionSet partitions)
    {
        var first = Array.FindIndex(_batches, static batch => batch is not null);
        if (first < 0) return ValueTask.CompletedTask;
        return Array.FindLastIndex(_batches, static batch => batch is not null) == first
            ? partitions.Logs[first].AppendAsync(_batches[first]!)
            : AppendAllAsync(partitions);
    }

    private async ValueTask AppendAllAsync(PartitionSet partitions)
    {
        var appends = new List<Task>(partitionCount);
        for (var partition = 0; partition < _batches.Length; partition++)
        {
            if (_batches[partition] is { } batch) appends.Add(partitions.Logs[partition].AppendAsync(batch).AsTask());
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

    private static ArrayBufferWriter<byte> Encoded()
    {
        var bytes = encoded ??= new ArrayBufferWriter<byte>(512);
        bytes.ResetWrittenCount();
        return bytes;
    }

    private void Add(int partition, UnitKey unit, UInt128 dedupeKey, ReadOnlySpan<byte> payload)
    {
        (_batches[partition] ??= pool.Rent()).Add(dedupeKey, payload);
        _coversDevices |= unit.Kind == UnitKind.Device;
        Count++;
    }
}

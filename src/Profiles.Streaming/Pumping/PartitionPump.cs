using Microsoft.Extensions.Logging;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;
using Profiles.Contracts;
using Profiles.Core.Events;
using Profiles.Core.Text;
using Profiles.Core.Units;
using Profiles.Storage;
using Profiles.Storage.EventLog;
using Profiles.Streaming.DeadLetters;
using Profiles.Streaming.Hosting;
using Profiles.Streaming.Serving;

namespace Profiles.Streaming.Pumping;

/// <summary>
/// Takes the records of one partition in order of the log to the grains of their units: at least once, each unit's in
/// order. A record that cannot be folded is put aside with its cause, and the partition goes on.
/// </summary>
internal sealed partial class PartitionPump(
    Partition partition,
    IUnitRecordDelivery delivery,
    DeadLetterBox deadLetters,
    SlateObserver slates,
    ProfilesHostOptions options,
    StreamingInstruments instruments,
    TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(5);

    private readonly Utf8StringPool _pool = new();
    private readonly List<SequentialItem<UnitRecord>> _run = [];
    private readonly HashSet<long> _putAside = [];
    private string _runUnit = "";
    private UnitKey _runKey;
    private bool _isRestored;

    /// <summary>Folds what is durable and what becomes durable, until told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await PumpAsync(cancellationToken);
                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // What was not advanced over is delivered again by whoever continues; units skip what they have.
                return;
            }
            catch (Exception exception)
            {
                // Nothing is skipped: the partition stands, says why, and tries again from where it was.
                partition.Fault = exception.Message;
                LogPumpFailed(logger, exception, partition.Number, partition.Progress.Folded);
            }

            try
            {
                await Task.Delay(LongestRetryDelay, time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        _run.Clear();
        if (!_isRestored) await partition.Trends.RestoreAsync(cancellationToken);
        _isRestored = true;
        using var reader = partition.Log.OpenReader(partition.Progress.Folded);
        var batch = new EventLogReadBatch();
        while (await reader.ReadAsync(batch, cancellationToken))
        {
            if (!partition.Dropped.IsEmpty) await RecoverDroppedAsync(cancellationToken);
            await FoldAsync(batch, cancellationToken);
            instruments.RecordsFolded.Add(batch.Count);
            partition.Progress.Advance(batch.LastSequence + 1);
            partition.Fault = null;
        }
    }

    private async ValueTask FoldAsync(EventLogReadBatch batch, CancellationToken cancellationToken)
    {
        for (var index = 0; index < batch.Count; index++)
        {
            var sequence = batch[index].Sequence;
            UnitKey key;
            UnitRecord record;
            try
            {
                key = UnitRecordCodec.Decode(batch[index].Payload, _pool, out record);
            }
            catch (Exception exception) when (exception is UnknownRecordException or InvalidDataException)
            {
                await DeliverRunAsync(cancellationToken);
                await PutAsideAsync(
                    sequence, "", DeadLetterBox.Undecodable, exception.Message, batch[index].PayloadMemory,
                    cancellationToken);
                continue;
            }

            if (key != _runKey)
            {
                if (_run.Count > 0) await DeliverRunAsync(cancellationToken);
                _runKey = key;
                _runUnit = key.ToGrainKey();
            }

            _run.Add(new SequentialItem<UnitRecord>(record, new EventSequenceTokenV2(sequence)));
        }

        await DeliverRunAsync(cancellationToken);
    }

    private async ValueTask DeliverRunAsync(CancellationToken cancellationToken)
    {
        if (_run.Count == 0) return;
        try
        {
            await delivery.DeliverAsync(partition, _runUnit, _run, cancellationToken);
            foreach (var item in _run) Count(item);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogRunFailed(logger, partition.Number, _run.Count, exception.Message);
            await DeliverOneByOneAsync(_runUnit, [.. _run], cancellationToken);
        }

        _run.Clear();
    }

    /// <summary>What is folded counts for the trends, once; what is put aside does when it is replayed.</summary>
    private void Count(SequentialItem<UnitRecord> item)
    {
        partition.Trends.Apply(_runKey, item.Token.SequenceNumber, item.Item);
        if (item.Item is UnitRecord.Viewing { Event.SlateId: not null } viewing) slates.Attribute(viewing.Event);
    }

    /// <summary>After a run failed: finds out which of its records cannot be folded, and folds the others.</summary>
    private async Task DeliverOneByOneAsync(
        string unit, SequentialItem<UnitRecord>[] items, CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            var sequence = item.Token.SequenceNumber;
            if (await TryDeliverAsync(unit, item, cancellationToken) is not { } failure)
            {
                Count(item);
                continue;
            }

            var payload = await ReadPayloadAsync(sequence, cancellationToken);
            await PutAsideAsync(sequence, unit, DeadLetterBox.FoldFailed, failure.Message, payload, cancellationToken);
            // The last attempt dropped the activation too.
            await RedeliverAsync(unit, sequence, cancellationToken);
            partition.Dropped.Remove(unit);
        }
    }

    /// <returns>Null once the record is folded; otherwise why the last attempt failed.</returns>
    private async Task<Exception?> TryDeliverAsync(
        string unit, SequentialItem<UnitRecord> item, CancellationToken cancellationToken)
    {
        var delay = FirstRetryDelay;
        var isDropped = true;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (isDropped) await RedeliverAsync(unit, item.Token.SequenceNumber, cancellationToken);
                isDropped = false;
                await delivery.DeliverAsync(partition, unit, [item], cancellationToken);
                partition.Dropped.Remove(unit);
                return null;
            }
            catch (Exception exception) when (IsFaultOfHost(exception))
            {
                // Not this record's fault: every other one would fail as well, so the partition waits for storage.
                attempt = 0;
                isDropped |= exception is DeliveryFaultException;
                LogStorageAwaited(logger, partition.Number, exception.Message);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                isDropped = true;
                if (attempt >= options.MaxFoldAttempts) return exception;
            }

            instruments.FoldRetries.Add(1);
            delay = await BackOffAsync(delay, cancellationToken);
        }
    }

    /// <summary>Before anything newer reaches them: a unit skips what is older than what it has.</summary>
    private async Task RecoverDroppedAsync(CancellationToken cancellationToken)
    {
        foreach (var unit in partition.Dropped.ToArray())
        {
            await RedeliverAsync(unit, partition.Progress.Folded, cancellationToken);
            partition.Dropped.Remove(unit);
        }
    }

    /// <summary>
    /// A failed fold drops the activation, and with it what it folded since its state was last written: that is
    /// delivered again from the log. The unit skips what its written state includes.
    /// </summary>
    private async Task RedeliverAsync(string unit, long before, CancellationToken cancellationToken)
    {
        var from = partition.States.CommittedPosition;
        if (from >= before) return;

        using var reader = partition.Log.OpenReader(from);
        var batch = new EventLogReadBatch();
        while (await reader.ReadAsync(batch, cancellationToken))
        {
            for (var index = 0; index < batch.Count; index++)
            {
                var sequence = batch[index].Sequence;
                if (sequence >= before) return;
                if (_putAside.Contains(sequence) || !IsOf(unit, batch[index].Payload)) continue;

                UnitRecordCodec.Decode(batch[index].Payload, _pool, out var record);
                var item = new SequentialItem<UnitRecord>(record, new EventSequenceTokenV2(sequence));
                await delivery.DeliverAsync(partition, unit, [item], cancellationToken);
            }
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadPayloadAsync(long sequence, CancellationToken cancellationToken)
    {
        using var reader = partition.Log.OpenReader(sequence);
        var batch = new EventLogReadBatch(maxRecords: 1);
        return await reader.ReadAsync(batch, cancellationToken) && batch.FirstSequence == sequence
            ? batch[0].PayloadMemory
            : throw new InvalidOperationException(
                $"Record {sequence} of partition {partition.Number} is not in the log.");
    }

    private async Task PutAsideAsync(
        long sequence,
        string unit,
        string cause,
        string detail,
        ReadOnlyMemory<byte> payload,
        CancellationToken cancellationToken)
    {
        var delay = FirstRetryDelay;
        while (true)
        {
            try
            {
                deadLetters.Add(partition.Number, sequence, unit, cause, detail, payload);
                break;
            }
            catch (StorageUnavailableException exception)
            {
                // Going on without the letter would lose the record: the partition waits for storage instead.
                LogStorageAwaited(logger, partition.Number, exception.Message);
                delay = await BackOffAsync(delay, cancellationToken);
            }
        }

        if (_putAside.Add(sequence))
        {
            Interlocked.Increment(ref partition.DeadLetters);
            instruments.RecordsDeadLettered.Add(1);
        }

        // Only what a redelivery could meet again needs remembering.
        _putAside.RemoveWhere(old => old < partition.States.CommittedPosition);
        LogPutAside(logger, partition.Number, sequence, cause, detail);
    }

    private bool IsOf(string unit, ReadOnlySpan<byte> payload)
    {
        try
        {
            return UnitRecordCodec.PeekUnit(payload, _pool).ToGrainKey() == unit;
        }
        catch (Exception exception) when (exception is UnknownRecordException or InvalidDataException)
        {
            return false;
        }
    }

    /// <returns>How long to wait the next time: twice as long, up to the longest.</returns>
    private async Task<TimeSpan> BackOffAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        await Task.Delay(delay, time, cancellationToken);
        return delay * 2 < LongestRetryDelay ? delay * 2 : LongestRetryDelay;
    }

    private static bool IsFaultOfHost(Exception exception) =>
        exception is StorageUnavailableException or IngestionRefusedException or DeliveryFaultException;

    [LoggerMessage(LogLevel.Critical, "Partition {Partition} stands at record {Sequence} and will be tried again")]
    private static partial void LogPumpFailed(ILogger logger, Exception exception, int partition, long sequence);

    [LoggerMessage(
        LogLevel.Warning, "Partition {Partition}: a run of {Count} records failed, taking them singly: {Reason}")]
    private static partial void LogRunFailed(ILogger logger, int partition, int count, string reason);

    [LoggerMessage(LogLevel.Warning, "Partition {Partition} waits for storage: {Reason}")]
    private static partial void LogStorageAwaited(ILogger logger, int partition, string reason);

    [LoggerMessage(LogLevel.Error, "Partition {Partition}: record {Sequence} is put aside: {Cause}: {Detail}")]
    private static partial void LogPutAside(ILogger logger, int partition, long sequence, string cause, string detail);
}

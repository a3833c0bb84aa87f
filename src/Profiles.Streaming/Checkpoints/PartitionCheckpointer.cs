using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Profiles.Contracts;
using Profiles.Storage;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Checkpoints;

/// <summary>
/// Writes the changed states of one partition together with a position of its log, again and again.
/// </summary>
/// <remarks>
/// The checkpoint is fuzzy: folding goes on meanwhile. The position P is noted first, so every unit that changed below
/// P is among those asked to write, and each writes its state as of some position at or after P. After a crash the log
/// is replayed from P, and a unit skips what its own state already includes: state.LastSequence &gt;= P − 1 for all
/// written.
/// </remarks>
internal sealed partial class PartitionCheckpointer(
    Partition partition,
    IGrainFactory grains,
    ProfilesHostOptions options,
    StreamingInstruments instruments,
    TimeProvider time,
    ILogger logger) : IDisposable
{
    private const int SliceUnits = 512;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly List<string> _slice = new(SliceUnits);
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>Checkpoints by time and by records until told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var last = time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Tick, time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var behind = partition.Progress.Folded - partition.States.CommittedPosition;
            var due = behind >= options.CheckpointRecords
                || (behind > 0 && time.GetElapsedTime(last) >= options.CheckpointInterval);
            if (!due) continue;

            await TryCheckpointAsync(cancellationToken);
            last = time.GetTimestamp();
        }
    }

    /// <summary>Writes one checkpoint; a fault is logged and left for the next one.</summary>
    /// <returns>Whether it was written.</returns>
    public async Task<bool> TryCheckpointAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _oneAtATime.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        try
        {
            var started = Stopwatch.GetTimestamp();
            var units = await CheckpointAsync(cancellationToken);
            instruments.CheckpointSeconds.Record(
                Stopwatch.GetElapsedTime(started).TotalSeconds, StreamingInstruments.PartitionTag(partition.Number));
            instruments.CheckpointUnits.Add(units);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception)
        {
            // Storage refuses, a grain cannot be reached, the partition is another host's: the next one tries again.
            LogCheckpointFailed(logger, partition.Number, exception.Message);
            return false;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<long> CheckpointAsync(CancellationToken cancellationToken)
    {
        var losses = partition.Dropped.Losses;
        if (!partition.Dropped.IsEmpty) return 0;

        var position = partition.Progress.Folded;
        partition.Dirty.BeginSweep();
        var units = 0L;
        while (true)
        {
            partition.Dirty.TakeSlice(_slice, SliceUnits);
            if (_slice.Count == 0) break;
            await WriteSliceAsync();
            units += _slice.Count;
            cancellationToken.ThrowIfCancellationRequested();
        }

        // A unit that lost its state meanwhile wrote nothing, or too little: what is staged waits for the next
        // checkpoint.
        if (partition.Dropped.Losses != losses) return 0;

        // After the position was noted, so that they include all below it, as the units' states do.
        partition.Trends.Stage();
        await partition.States.CommitAsync(position);
        partition.Log.ReleasePosition = position;
        return units;
    }

    private async Task WriteSliceAsync()
    {
        for (var written = 0; written < _slice.Count; written++)
        {
            try
            {
                await grains.GetGrain<IUserProfileGrain>(_slice[written]).CheckpointAsync();
            }
            catch
            {
                // Whatever went wrong, those not written yet stay dirty for the next checkpoint.
                foreach (var key in _slice.Skip(written)) partition.Dirty.Add(key);
                throw;
            }
        }
    }

    [LoggerMessage(
        LogLevel.Error, "Checkpoint of partition {Partition} was not written, and will be tried again: {Reason}")]
    private static partial void LogCheckpointFailed(ILogger logger, int partition, string reason);
}

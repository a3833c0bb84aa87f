using System.Buffers;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
using Profiles.Contracts;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Checkpoints;

/// <summary>
/// Grain storage over the partitions' state stores. A write is staged: it becomes durable with the next checkpoint of
/// its partition, in one transaction with the position of the log. A read sees what is staged.
/// </summary>
/// <remarks>
/// Whoever holds a partition has the only activations of its units that fold. The ETag of a state is the epoch of the
/// partition when it was read: one that was read in an earlier epoch is not written.
/// </remarks>
internal sealed class UnitStateStorage(PartitionSet partitions, IServiceProvider services) : IGrainStorage
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = grainId.Key.ToString()!;
        var partition = partitions.Of(key);
        var bytes = Buffer();
        var reading = partition.States.TryReadAsync(key, bytes, CancellationToken.None);
        if (!reading.IsCompletedSuccessfully) return FinishAsync(reading.AsTask());
        Take(partition, grainState, reading.Result, bytes);
        return Task.CompletedTask;

        async Task FinishAsync(Task<bool> reading)
        {
            // The thread's buffer is another's by now.
            buffer = null;
            Take(partition, grainState, await reading, bytes);
        }
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = grainId.Key.ToString()!;
        var partition = partitions.Of(key);
        if (grainState.ETag != ETagOf(partition))
        {
            throw new InconsistentStateException(
                $"Partition {partition.Number} changed hands since '{key}' was read.", ETagOf(partition),
                grainState.ETag);
        }

        var bytes = Buffer();
        services.GetRequiredService<IStateCodec<T>>().Write(grainState.State!, bytes);
        partition.States.Stage(key, bytes.WrittenSpan);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = grainId.Key.ToString()!;
        partitions.Of(key).States.StageDelete(key);
        grainState.State = services.GetRequiredService<IStateCodec<T>>().Create();
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private static string ETagOf(Partition partition) =>
        partition.Epoch == 0 ? "0" : partition.Epoch.ToString(CultureInfo.InvariantCulture);

    private void Take<T>(Partition partition, IGrainState<T> grainState, bool isFound, ArrayBufferWriter<byte> bytes)
    {
        var codec = services.GetRequiredService<IStateCodec<T>>();
        grainState.RecordExists = isFound;
        grainState.State = isFound ? codec.Read(bytes.WrittenSpan) : codec.Create();
        grainState.ETag = ETagOf(partition);
    }

    private static ArrayBufferWriter<byte> Buffer()
    {
        buffer ??= new ArrayBufferWriter<byte>(4096);
        buffer.ResetWrittenCount();
        return buffer;
    }
}

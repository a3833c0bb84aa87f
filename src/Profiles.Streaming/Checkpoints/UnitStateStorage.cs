using System.Buffers;
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
/// There is one activation of a unit in the one process that holds the data folder, so no other writer can be in
/// between, and the ETag only tells whether a state was ever written.
/// </remarks>
internal sealed class UnitStateStorage(PartitionSet partitions, IServiceProvider services) : IGrainStorage
{
    private const string WrittenETag = "written";

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var codec = services.GetRequiredService<IStateCodec<T>>();
        var key = grainId.Key.ToString()!;
        var bytes = Buffer();
        grainState.RecordExists = partitions.Of(key).States.TryRead(key, bytes);
        grainState.State = grainState.RecordExists ? codec.Read(bytes.WrittenSpan) : codec.Create();
        grainState.ETag = grainState.RecordExists ? WrittenETag : null!;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = grainId.Key.ToString()!;
        var bytes = Buffer();
        services.GetRequiredService<IStateCodec<T>>().Write(grainState.State!, bytes);
        partitions.Of(key).States.Stage(key, bytes.WrittenSpan);
        grainState.RecordExists = true;
        grainState.ETag = WrittenETag;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = grainId.Key.ToString()!;
        partitions.Of(key).States.StageDelete(key);
        grainState.State = services.GetRequiredService<IStateCodec<T>>().Create();
        grainState.RecordExists = false;
        grainState.ETag = null!;
        return Task.CompletedTask;
    }

    private static ArrayBufferWriter<byte> Buffer()
    {
        buffer ??= new ArrayBufferWriter<byte>(4096);
        buffer.ResetWrittenCount();
        return buffer;
    }
}

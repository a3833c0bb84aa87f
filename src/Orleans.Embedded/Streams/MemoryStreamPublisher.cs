using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Providers.Streams.Common;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>
/// Streams in memory: a bounded queue per partition, in order within a stream, lost when the process ends. A full queue
/// makes publishers wait.
/// </summary>
internal sealed partial class MemoryStreamPublisher : IStreamPublisher, IAsyncDisposable
{
    private const int Partitions = 4;
    private const int MaxQueuedBatches = 1024;
    private const int MaxAttempts = 3;

    private readonly Channel<Batch>[] _queues;
    private readonly Task[] _pumps;
    private readonly IServiceProvider _services;
    private readonly string _name;
    private readonly ILogger<MemoryStreamPublisher> _logger;
    private long _lastSequence;

    public MemoryStreamPublisher(IServiceProvider services, string name)
    {
        _services = services;
        _name = name;
        _logger = services.GetRequiredService<ILogger<MemoryStreamPublisher>>();
        _queues = [.. Enumerable.Range(0, Partitions).Select(_ => Channel.CreateBounded<Batch>(
            new BoundedChannelOptions(MaxQueuedBatches) { SingleReader = true }))];
        _pumps = [.. _queues.Select(queue => Task.Run(() => PumpAsync(queue.Reader)))];
    }

    public async Task PublishAsync<T>(StreamId stream, IEnumerable<T> items)
    {
        var sequence = Interlocked.Increment(ref _lastSequence);
        var batch = items.Select((item, index) =>
            new SequentialItem<T>(item, new EventSequenceTokenV2(sequence, index))).ToArray();
        var queue = _queues[(uint)stream.GetHashCode() % Partitions];
        await queue.Writer.WriteAsync(new Batch<T>(stream, batch));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var queue in _queues)
            queue.Writer.TryComplete();
        await Task.WhenAll(_pumps);
    }

    private async Task PumpAsync(ChannelReader<Batch> queue)
    {
        var dispatcher = _services.GetRequiredKeyedService<IStreamDispatcher>(_name);
        await foreach (var batch in queue.ReadAllAsync())
            await DeliverAsync(batch, dispatcher);
    }

    private async Task DeliverAsync(Batch batch, IStreamDispatcher dispatcher)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await batch.DispatchAsync(dispatcher);
                return;
            }
            catch (Exception exception) when (attempt < MaxAttempts)
            {
                LogRetry(batch.Stream.ToString(), attempt, exception);
            }
            catch (Exception exception)
            {
                LogDropped(batch.Stream.ToString(), attempt, exception);
                await ReportAsync(batch, dispatcher, exception);
                return;
            }
        }
    }

    private async Task ReportAsync(Batch batch, IStreamDispatcher dispatcher, Exception error)
    {
        try
        {
            await batch.DispatchErrorAsync(dispatcher, error);
        }
        catch (Exception exception)
        {
            LogDropped(batch.Stream.ToString(), MaxAttempts, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Items of stream {Stream} failed on attempt {Attempt}")]
    private partial void LogRetry(string stream, int attempt, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Items of stream {Stream} are dropped after attempt {Attempt}")]
    private partial void LogDropped(string stream, int attempt, Exception exception);

    private abstract record Batch(StreamId Stream)
    {
        public abstract ValueTask DispatchAsync(IStreamDispatcher dispatcher);

        public abstract ValueTask DispatchErrorAsync(IStreamDispatcher dispatcher, Exception error);
    }

    private sealed record Batch<T>(StreamId Stream, SequentialItem<T>[] Items) : Batch(Stream)
    {
        public override ValueTask DispatchAsync(IStreamDispatcher dispatcher) =>
            dispatcher.DispatchAsync(Stream, Items);

        public override ValueTask DispatchErrorAsync(IStreamDispatcher dispatcher, Exception error) =>
            dispatcher.DispatchErrorAsync<T>(Stream, error);
    }
}

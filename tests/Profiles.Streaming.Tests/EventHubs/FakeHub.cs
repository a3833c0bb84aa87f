using System.Text;
using Profiles.Streaming.EventHubs;

namespace Profiles.Streaming.Tests.EventHubs;

/// <summary>A hub in memory that keeps all it is sent, and delivers it to whoever opens a partition.</summary>
internal sealed class FakeHub(int partitions) : IHub
{
    private readonly List<HubMessage>[] _messages =
        [.. Enumerable.Range(0, partitions).Select(_ => new List<HubMessage>())];

    private readonly Lock _lock = new();
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Asked before each read, with the partition; what it throws, the read throws.</summary>
    public Action<string> BeforeRead { get; set; } = _ => { };

    /// <summary>Messages that a new reader is given again, although it asked for later ones.</summary>
    public int Redelivered { get; set; }

    public int Count => partitions;

    public long LastOf(string partition)
    {
        lock (_lock) return _messages[int.Parse(partition)].Count - 1;
    }

    public void Send(
        int partition, string body, string? contentType = null, params (string Name, string Value)[] properties)
    {
        lock (_lock)
        {
            _messages[partition].Add(new HubMessage(
                _messages[partition].Count, Encoding.UTF8.GetBytes(body), contentType,
                properties.ToDictionary(pair => pair.Name, pair => pair.Value)));
            _arrival.SetResult();
            _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public ValueTask<IReadOnlyList<string>> ListPartitionsAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<string>>([.. Enumerable.Range(0, partitions).Select(number => $"{number}")]);

    public ValueTask<IHubPartitionReader> OpenAsync(
        string partition, long after, long epoch, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IHubPartitionReader>(
            new Reader(this, partition, (int)Math.Max(0, after + 1 - Redelivered)));

    private sealed class Reader(FakeHub hub, string partition, int next) : IHubPartitionReader
    {
        private int _next = next;

        public async ValueTask<HubBatch> ReadAsync(int most, TimeSpan wait, CancellationToken cancellationToken)
        {
            hub.BeforeRead(partition);
            Task arrival;
            lock (hub._lock) arrival = hub._arrival.Task;
            if (Take(most) is { Messages.Count: > 0 } ready) return ready;
            await Task.WhenAny(arrival, Task.Delay(wait, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            return Take(most);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private HubBatch Take(int most)
        {
            lock (hub._lock)
            {
                var all = hub._messages[int.Parse(partition)];
                HubMessage[] messages = [.. all.Skip(_next).Take(most)];
                _next += messages.Length;
                return new HubBatch(messages, all.Count - 1);
            }
        }
    }
}

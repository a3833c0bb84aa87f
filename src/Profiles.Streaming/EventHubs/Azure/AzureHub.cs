using Azure.Core;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;

namespace Profiles.Streaming.EventHubs;

/// <summary>A hub of Azure Event Hubs. One connection for all of its partitions.</summary>
internal sealed class AzureHub : IHub, IAsyncDisposable
{
    private readonly HubOptions _options;
    private readonly EventHubConnection _connection;
    private readonly EventHubConsumerClient _client;

    public AzureHub(HubOptions options, TokenCredential credential)
    {
        _options = options;
        _connection = new EventHubConnection(options.FullyQualifiedNamespace, options.EventHubName, credential);
        _client = new EventHubConsumerClient(options.ConsumerGroup, _connection);
    }

    public async ValueTask<IReadOnlyList<string>> ListPartitionsAsync(CancellationToken cancellationToken) =>
        await _client.GetPartitionIdsAsync(cancellationToken);

    public ValueTask<IHubPartitionReader> OpenAsync(
        string partition, long after, long epoch, CancellationToken cancellationToken)
    {
        // A message that the hub keeps no more is passed over: then it begins at the first that it has.
        var position = after < 0
            ? EventPosition.Earliest
            : EventPosition.FromSequenceNumber(after, isInclusive: false);
        var receiver = new PartitionReceiver(
            _options.ConsumerGroup, partition, position, _connection, new PartitionReceiverOptions
            {
                // The service closes receivers of a lower level, and refuses them.
                OwnerLevel = epoch,
                TrackLastEnqueuedEventProperties = true,
                PrefetchCount = _options.MaxBatchMessages,
            });
        return ValueTask.FromResult<IHubPartitionReader>(new AzureHubPartitionReader(receiver));
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _connection.DisposeAsync();
    }
}

using System.Globalization;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Primitives;

namespace Profiles.Streaming.EventHubs;

/// <summary>Reads one partition of Azure Event Hubs.</summary>
internal sealed class AzureHubPartitionReader(PartitionReceiver receiver) : IHubPartitionReader
{
    public async ValueTask<HubBatch> ReadAsync(int most, TimeSpan wait, CancellationToken cancellationToken)
    {
        var received = await receiver.ReceiveBatchAsync(most, wait, cancellationToken);
        HubMessage[] messages = [.. received.Select(Read)];
        return new HubBatch(messages, receiver.ReadLastEnqueuedEventProperties().SequenceNumber);
    }

    public ValueTask DisposeAsync() => receiver.DisposeAsync();

    private static HubMessage Read(EventData message) => new(
        message.SequenceNumber, message.EventBody.ToMemory(), message.ContentType,
        message.Properties.ToDictionary(pair => pair.Key, pair => TextOf(pair.Value)));

    // AMQP has types of its own; a CloudEvent's time may come as one of them.
    private static string TextOf(object? value) => value switch
    {
        null => "",
        string text => text,
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        DateTime time => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}

using Orleans.Embedded.Streams;
using Orleans.Runtime;

namespace Profiles.Streaming.Runtimes;

/// <summary>
/// Streams over the log are written by ingestion alone, which validates, dedupes and answers when durable.
/// </summary>
internal sealed class ReadOnlyStreamPublisher : IStreamPublisher
{
    public Task PublishAsync<T>(StreamId stream, IEnumerable<T> items) =>
        throw new NotSupportedException($"The stream {stream} is written by IEventIngestion.");
}

using Microsoft.Extensions.Logging;
using Profiles.Contracts;
using Profiles.Core.Events;
using Profiles.Storage;
using Profiles.Storage.Operations;

namespace Profiles.Streaming.EventHubs;

/// <summary>
/// Makes the events of messages durable, each once, and sets aside what cannot be read. Where the log or the letters
/// refuse, it tries again until they take them: meanwhile nothing more is read, so what waits, waits in the hub.
/// </summary>
internal sealed partial class HubIntake(
    IEventIngestion ingestion, IDeadLetterStore letterStore, HubLetters letters, HubMessageParser parser,
    HubInstruments instruments, TimeProvider time, ILogger<HubIntake> logger)
{
    private const int MaxAppendEvents = 10_000;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Done when every event of the messages is durable, or its message is set aside.</summary>
    public async Task TakeAsync(
        string partition, IReadOnlyList<HubMessage> messages, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var events = new SortedDictionary<string, List<ViewingEvent>>(StringComparer.Ordinal);
        var aside = new List<Storage.Operations.DeadLetter>();
        foreach (var message in messages)
        {
            if (HubMessageParser.TenantOf(message) is not { } tenant)
            {
                aside.Add(letters.Of(
                    partition, message, [new(0, RejectionCodes.InvalidFormat, "The property tenant is no name.")]));
                continue;
            }

            var batch = parser.Parse(message, now);
            if (batch.Rejections.Count > 0) aside.Add(letters.Of(partition, message, batch.Rejections));
            if (!events.TryGetValue(tenant, out var ofTenant)) events.Add(tenant, ofTenant = []);
            ofTenant.AddRange(batch.Events);
        }

        foreach (var (tenant, ofTenant) in events)
        {
            foreach (var chunk in ofTenant.Chunk(MaxAppendEvents))
            {
                await UntilTakenAsync(
                    partition, async () => await ingestion.AppendAsync(tenant, chunk, cancellationToken),
                    cancellationToken);
            }
        }

        if (aside.Count > 0)
        {
            await UntilTakenAsync(
                partition,
                () =>
                {
                    letterStore.Add(aside);
                    return Task.CompletedTask;
                },
                cancellationToken);
            instruments.SetAside.Add(aside.Count);
            LogSetAside(logger, partition, aside.Count, aside[0].Sequence);
        }

        instruments.Messages.Add(messages.Count);
    }

    private async Task UntilTakenAsync(string partition, Func<Task> work, CancellationToken cancellationToken)
    {
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            TimeSpan pause;
            try
            {
                await work();
                return;
            }
            catch (IngestionRefusedException refusal)
            {
                pause = refusal.RetryAfter > wait ? refusal.RetryAfter : wait;
                LogRefused(logger, partition, pause, refusal.Message);
            }
            catch (StorageUnavailableException refusal)
            {
                pause = wait;
                LogRefused(logger, partition, pause, refusal.Message);
            }

            instruments.Refusals.Add(1);
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Partition {Partition} of the hub: {Count} messages are set aside as dead letters, the first is {Sequence}")]
    private static partial void LogSetAside(ILogger logger, string partition, int count, long sequence);

    [LoggerMessage(LogLevel.Warning, "Partition {Partition} of the hub waits {Pause}: {Reason}")]
    private static partial void LogRefused(ILogger logger, string partition, TimeSpan pause, string reason);
}

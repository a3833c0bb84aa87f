using Profiles.Contracts;
using Profiles.Core.Events;
using Profiles.Core.Units;
using Profiles.Storage;
using Profiles.Storage.EventLog;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Ingestion;

/// <summary>
/// Sorts events by partition, appends each partition's share in one piece, and answers when all of it is durable.
/// </summary>
internal sealed class EventIngestion(
    PartitionSet partitions,
    IContentCatalogue catalogue,
    ProfilesHostOptions options,
    StreamingInstruments instruments) : IEventIngestion
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly AppendBatchPool _batches = new();
    private volatile bool _stopping;

    /// <summary>
    /// From now on new events are refused, so that what is accepted can be folded before the process ends.
    /// </summary>
    public void Stop() => _stopping = true;

    public async ValueTask<IngestionResult> AppendAsync(
        string tenant, IReadOnlyList<ViewingEvent> events, CancellationToken cancellationToken)
    {
        RefuseUnlessReady(events.Count);
        var shares = new AppendShares(partitions.Count, _batches);
        try
        {
            for (var index = 0; index < events.Count; index++)
            {
                var viewingEvent = events[index];
                var unit = viewingEvent.Unit(tenant);
                var revision = viewingEvent.ContentId is { } content ? catalogue.RevisionOf(content) : 0;
                shares.Add(partitions.NumberOf(unit), unit, viewingEvent, revision);
            }

            await AppendAsync(shares);
            var duplicates = shares.CountDuplicates();
            instruments.EventsAccepted.Add(events.Count - duplicates);
            instruments.EventsDuplicate.Add(duplicates);
            return new IngestionResult(events.Count - duplicates, duplicates, shares.Token());
        }
        finally
        {
            shares.Return();
        }
    }

    public async ValueTask<ReadToken> AppendAsync(
        IReadOnlyList<UnitAppend> appends, CancellationToken cancellationToken)
    {
        var shares = new AppendShares(partitions.Count, _batches);
        try
        {
            foreach (var append in appends) shares.Add(partitions.NumberOf(append.Unit), append);
            await AppendAsync(shares);
            return shares.Token();
        }
        finally
        {
            shares.Return();
        }
    }

    private async ValueTask AppendAsync(AppendShares shares)
    {
        try
        {
            await shares.AppendAsync(partitions);
        }
        catch (StorageUnavailableException exception)
        {
            instruments.EventsRefused.Add(shares.Count);
            throw new IngestionRefusedException("storage-unavailable", exception.Message, RetryAfter, exception);
        }
    }

    private void RefuseUnlessReady(int count)
    {
        var refusal = _stopping
            ? new IngestionRefusedException("stopping", "The server is stopping.", RetryAfter)
            : partitions.Lag > options.MaxLagRecords
                ? new IngestionRefusedException(
                    "overloaded",
                    $"Folding lags {partitions.Lag} records behind, above the limit of {options.MaxLagRecords}.",
                    RetryAfter)
                : null;
        if (refusal is null) return;

        instruments.EventsRefused.Add(count);
        throw refusal;
    }
}

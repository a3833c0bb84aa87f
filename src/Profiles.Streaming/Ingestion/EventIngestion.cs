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

            var result = await AppendAsync(shares);
            instruments.EventsAccepted.Add(result.Accepted);
            instruments.EventsDuplicate.Add(result.Duplicates);
            return result;
        }
        finally
        {
            shares.Return();
        }
    }

    public ValueTask<IngestionResult> ExposeAsync(
        IReadOnlyList<UnitAppend> exposures, CancellationToken cancellationToken)
    {
        RefuseUnlessReady(exposures.Count);
        return AppendAsync(exposures, cancellationToken);
    }

    public async ValueTask<IngestionResult> AppendAsync(
        IReadOnlyList<UnitAppend> appends, CancellationToken cancellationToken)
    {
        var shares = new AppendShares(partitions.Count, _batches);
        try
        {
            foreach (var append in appends) shares.Add(partitions.NumberOf(append.Unit), append);
            return await AppendAsync(shares);
        }
        finally
        {
            shares.Return();
        }
    }

    private async ValueTask<IngestionResult> AppendAsync(AppendShares shares)
    {
        try
        {
            await shares.AppendAsync(partitions);
            var duplicates = shares.CountDuplicates();
            return new IngestionResult(shares.Count - duplicates, duplicates, shares.Token());
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

using Profiles.Analytics.Rows;
using Profiles.Analytics.Stores;

namespace Profiles.Analytics.Tests;

/// <summary>A store that is away while told so.</summary>
internal sealed class SwitchedStore(IAnalyticsStore store, Func<bool> isAway) : IAnalyticsStore
{
    public ValueTask OpenAsync(LogSource source, CancellationToken cancellationToken) =>
        isAway() ? throw new IOException("the store is away") : store.OpenAsync(source, cancellationToken);

    public ValueTask<long> ReadPositionAsync(int partition, CancellationToken cancellationToken) =>
        store.ReadPositionAsync(partition, cancellationToken);

    public ValueTask<RowCounts?> WriteAsync(LogEntries entries, CancellationToken cancellationToken) =>
        store.WriteAsync(entries, cancellationToken);

    public ValueTask<RowCounts> DeleteBeforeAsync(
        long exposuresBeforeUnixMs, long outcomesBeforeUnixMs, CancellationToken cancellationToken) =>
        store.DeleteBeforeAsync(exposuresBeforeUnixMs, outcomesBeforeUnixMs, cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}

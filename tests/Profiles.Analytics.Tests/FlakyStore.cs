using Profiles.Analytics.Rows;
using Profiles.Analytics.Stores;

namespace Profiles.Analytics.Tests;

/// <summary>A store whose writes fail now and then, before or after they were committed.</summary>
internal sealed class FlakyStore(IAnalyticsStore store, Random chance, int failuresOfTen) : IAnalyticsStore
{
    public ValueTask OpenAsync(LogSource source, CancellationToken cancellationToken) =>
        store.OpenAsync(source, cancellationToken);

    public ValueTask<long> ReadPositionAsync(int partition, CancellationToken cancellationToken) =>
        store.ReadPositionAsync(partition, cancellationToken);

    public async ValueTask<RowCounts?> WriteAsync(LogEntries entries, CancellationToken cancellationToken)
    {
        if (chance.Next(10) < failuresOfTen) throw new IOException("the store is away");
        var written = await store.WriteAsync(entries, cancellationToken);
        if (chance.Next(10) < failuresOfTen) throw new IOException("the answer is lost");
        return written;
    }

    public ValueTask<RowCounts> DeleteBeforeAsync(
        long exposuresBeforeUnixMs, long outcomesBeforeUnixMs, CancellationToken cancellationToken) =>
        store.DeleteBeforeAsync(exposuresBeforeUnixMs, outcomesBeforeUnixMs, cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}

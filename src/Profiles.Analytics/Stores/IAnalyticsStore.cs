using Profiles.Analytics.Rows;

namespace Profiles.Analytics.Stores;

/// <summary>Where rows are kept. Any thread; writes wait for one another.</summary>
internal interface IAnalyticsStore : IAsyncDisposable
{
    /// <summary>Makes tables and views where there are none, and refuses tables of another log.</summary>
    ValueTask OpenAsync(LogSource source, CancellationToken cancellationToken);

    /// <summary>The first sequence of a partition whose record is no rows yet; 0 before the first.</summary>
    ValueTask<long> ReadPositionAsync(int partition, CancellationToken cancellationToken);

    /// <summary>Writes the rows of a run of records and the position after it, both or neither.</summary>
    /// <returns>How many rows were written; null, with nothing changed, where the tables are at another
    /// position.</returns>
    ValueTask<RowCounts?> WriteAsync(LogEntries entries, CancellationToken cancellationToken);

    /// <summary>Deletes what happened before, in transactions of a bounded number of rows.</summary>
    /// <returns>How many rows went.</returns>
    ValueTask<RowCounts> DeleteBeforeAsync(
        long exposuresBeforeUnixMs, long outcomesBeforeUnixMs, CancellationToken cancellationToken);
}

namespace Profiles.Analytics.Queries;

/// <summary>Answers analysts' SQL within bounds; nothing can be changed by it.</summary>
public interface IAnalyticsQueries
{
    /// <summary>The database that answers, whose dialect it is: SQLite or PostgreSQL.</summary>
    string Database { get; }

    /// <summary>Starts a query and waits for its columns.</summary>
    /// <param name="text">The statement.</param>
    /// <param name="maxRows">The most rows; null for the usual number.</param>
    /// <param name="cancellationToken">Ends the query in the database too.</param>
    /// <exception cref="QueryException">It is refused, or failed before its first row.</exception>
    Task<QueryRun> StartAsync(QueryText text, int? maxRows, CancellationToken cancellationToken);
}

namespace Profiles.Analytics.Queries;

/// <summary>Runs one query in a database; ends soon after it is cancelled.</summary>
internal interface IQueryExecutor
{
    string Database { get; }

    Task RunAsync(QueryText text, QuerySink sink, CancellationToken cancellationToken);
}

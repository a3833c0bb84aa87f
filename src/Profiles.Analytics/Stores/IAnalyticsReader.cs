using Profiles.Analytics.Schema;

namespace Profiles.Analytics.Stores;

/// <summary>Runs this project's own statements for reading, with $1, $2 and so on as parameters.</summary>
internal interface IAnalyticsReader
{
    SqlDialect Dialect { get; }

    Task<List<object?[]>> ReadAsync(string sql, object[] parameters, CancellationToken cancellationToken);
}

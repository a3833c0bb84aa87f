using Npgsql;
using Profiles.Analytics.Schema;
using Profiles.Analytics.Stores;

namespace Profiles.Analytics.Postgres;

/// <summary>Reads the tables in PostgreSQL.</summary>
internal sealed class PostgresReader(NpgsqlDataSource source) : IAnalyticsReader
{
    public SqlDialect Dialect => SqlDialect.Postgres;

    public async Task<List<object?[]>> ReadAsync(
        string sql, object[] parameters, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = PostgresTables.Command(
            connection, sql,
            [.. parameters.Select(value => value is string text ? PostgresAnalyticsStore.Clean(text) : value)]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new object?[reader.FieldCount];
            reader.GetValues(row!);
            rows.Add(row);
        }

        return rows;
    }
}

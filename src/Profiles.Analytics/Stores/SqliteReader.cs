using Microsoft.Data.Sqlite;
using Profiles.Analytics.Schema;
using Profiles.Storage;
using SQLitePCL;

namespace Profiles.Analytics.Stores;

/// <summary>Reads the SQLite file on a connection and a thread of its own for each statement.</summary>
internal sealed class SqliteReader(string path) : IAnalyticsReader
{
    private const int StepsBetweenLooks = 10_000;

    public SqlDialect Dialect => SqlDialect.Sqlite;

    public Task<List<object?[]>> ReadAsync(string sql, object[] parameters, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(
            () => Read(sql, parameters, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    private List<object?[]> Read(string sql, object[] parameters, CancellationToken cancellationToken)
    {
        Batteries_V2.Init();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false,
        }.ToString());
        connection.Open();
        SqliteFile.Execute(connection, "pragma cache_size = -131072");
        raw.sqlite3_progress_handler(
            connection.Handle!, StepsBetweenLooks, _ => cancellationToken.IsCancellationRequested ? 1 : 0, null);
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only text of this project comes here; what others say are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < parameters.Length; i++) command.Parameters.AddWithValue($"${i + 1}", parameters[i]);
        var rows = new List<object?[]>();
        try
        {
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var row = new object?[reader.FieldCount];
                reader.GetValues(row!);
                rows.Add(row);
            }
        }
        catch (SqliteException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        return rows;
    }
}

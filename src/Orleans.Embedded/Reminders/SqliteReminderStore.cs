using Orleans.Embedded.Sqlite;
using Orleans.Runtime;

namespace Orleans.Embedded.Reminders;

/// <summary>Keeps reminders in a SQLite file.</summary>
internal sealed class SqliteReminderStore(string path) : IReminderStore, IAsyncDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS reminder (
            grain_id TEXT NOT NULL, name TEXT NOT NULL, start_ticks INTEGER NOT NULL, period_ticks INTEGER NOT NULL,
            PRIMARY KEY (grain_id, name)) WITHOUT ROWID;
        """;

    private readonly SqliteWorker _worker = new(path, Schema);

    public Task<IReadOnlyList<ReminderRow>> ReadAllAsync() => _worker.RunAsync<IReadOnlyList<ReminderRow>>(connection =>
    {
        var rows = new List<ReminderRow>();
        using var command = connection.Command("SELECT grain_id, name, start_ticks, period_ticks FROM reminder");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(new ReminderRow(
                GrainId.Parse(reader.GetString(0)),
                reader.GetString(1),
                new DateTime(reader.GetInt64(2), DateTimeKind.Utc),
                new TimeSpan(reader.GetInt64(3))));
        }

        return rows;
    });

    public Task WriteAsync(ReminderRow row) => _worker.RunAsync(connection =>
    {
        using var command = connection.Command(
            "INSERT OR REPLACE INTO reminder (grain_id, name, start_ticks, period_ticks) VALUES ($0, $1, $2, $3)",
            row.GrainId.ToString(), row.ReminderName, row.StartAt.Ticks, row.Period.Ticks);
        return command.ExecuteNonQuery();
    });

    public Task RemoveAsync(GrainId grainId, string reminderName) => _worker.RunAsync(connection =>
    {
        using var command = connection.Command(
            "DELETE FROM reminder WHERE grain_id = $0 AND name = $1", grainId.ToString(), reminderName);
        return command.ExecuteNonQuery();
    });

    public ValueTask DisposeAsync() => _worker.DisposeAsync();
}

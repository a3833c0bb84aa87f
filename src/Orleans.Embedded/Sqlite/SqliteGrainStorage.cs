using System.Globalization;
using Microsoft.Data.Sqlite;
using Orleans.Embedded.Storage;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Sqlite;

/// <summary>Keeps states as JSON in a SQLite file; a write is durable when it completes.</summary>
internal sealed class SqliteGrainStorage(string path) : IGrainStorage, IAsyncDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS grain_state (
            grain_id TEXT NOT NULL, state_name TEXT NOT NULL, version INTEGER NOT NULL, data BLOB NOT NULL,
            PRIMARY KEY (grain_id, state_name)) WITHOUT ROWID;
        """;

    private readonly SqliteWorker _worker = new(path, Schema);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (version, data) = await _worker.RunAsync(connection => Read(connection, grainId, stateName));
        grainState.State = data is null ? default : StoredState.Read<T>(data);
        grainState.ETag = version;
        grainState.RecordExists = data is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var data = StoredState.Write(grainState.State);
        var expected = grainState.ETag;
        var (written, stored) = await _worker.RunAsync(connection =>
        {
            var version = Version(connection, grainId, stateName);
            if (version != expected)
                return ((string?)null, version);
            var next = Next(version);
            using var command = connection.Command(
                "INSERT OR REPLACE INTO grain_state (grain_id, state_name, version, data) VALUES ($0, $1, $2, $3)",
                grainId.ToString(), stateName, next, data);
            command.ExecuteNonQuery();
            return (next.ToString(CultureInfo.InvariantCulture), version);
        });
        grainState.ETag = written ?? throw Conflict(stateName, grainId, stored, expected);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var expected = grainState.ETag;
        var (cleared, stored) = await _worker.RunAsync(connection =>
        {
            var version = Version(connection, grainId, stateName);
            if (version is not null && version != expected)
                return (false, version);
            using var command = connection.Command(
                "DELETE FROM grain_state WHERE grain_id = $0 AND state_name = $1", grainId.ToString(), stateName);
            command.ExecuteNonQuery();
            return (true, version);
        });
        if (!cleared)
            throw Conflict(stateName, grainId, stored, expected);
        grainState.State = default;
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    private static (string? Version, byte[]? Data) Read(SqliteConnection connection, GrainId grainId, string stateName)
    {
        using var command = connection.Command(
            "SELECT version, data FROM grain_state WHERE grain_id = $0 AND state_name = $1",
            grainId.ToString(), stateName);
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? (reader.GetInt64(0).ToString(CultureInfo.InvariantCulture), reader.GetFieldValue<byte[]>(1))
            : (null, null);
    }

    private static string? Version(SqliteConnection connection, GrainId grainId, string stateName)
    {
        using var command = connection.Command(
            "SELECT version FROM grain_state WHERE grain_id = $0 AND state_name = $1", grainId.ToString(), stateName);
        return command.ExecuteScalar() is long version ? version.ToString(CultureInfo.InvariantCulture) : null;
    }

    private static long Next(string? version) =>
        version is null ? 1 : long.Parse(version, CultureInfo.InvariantCulture) + 1;

    private static InconsistentStateException Conflict(
        string stateName, GrainId grainId, string? stored, string? expected) =>
        new($"State '{stateName}' of grain {grainId} has another version in storage.", stored, expected);
}

using Microsoft.Data.Sqlite;

namespace Profiles.Storage.Operations;

/// <summary>The dead letters in a SQLite file.</summary>
public sealed class SqliteDeadLetterStore : IDeadLetterStore
{
    private const string Schema = """
        create table dead_letters(
            id integer primary key autoincrement,
            partition integer not null,
            sequence integer not null,
            unit text not null,
            event_id text not null,
            cause text not null,
            detail text not null,
            payload blob not null,
            at integer not null,
            replayed_at integer,
            unique(partition, sequence));
        create index dead_letters_by_cause on dead_letters(cause, id);
        create index dead_letters_by_unit on dead_letters(unit, id);
        """;

    private const string Columns =
        "id, partition, sequence, unit, event_id, cause, detail, payload, at, replayed_at";

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;

    private SqliteDeadLetterStore(SqliteConnection connection) => _connection = connection;

    public static SqliteDeadLetterStore Open(string path)
    {
        var connection = SqliteFile.Open(path);
        SqliteFile.Migrate(connection, path, Schema);
        return new SqliteDeadLetterStore(connection);
    }

    public void Add(IReadOnlyCollection<DeadLetter> letters)
    {
        ArgumentNullException.ThrowIfNull(letters);
        if (letters.Count == 0)
            return;
        lock (_gate)
        {
            Guard(() =>
            {
                using var transaction = _connection.BeginTransaction();
                using var command = _connection.CreateCommand();
                command.CommandText = """
                    insert into dead_letters(partition, sequence, unit, event_id, cause, detail, payload, at)
                    values ($partition, $sequence, $unit, $event, $cause, $detail, $payload, $at)
                    on conflict(partition, sequence) do update set
                        cause = excluded.cause, detail = excluded.detail, at = excluded.at, replayed_at = null
                    """;
                foreach (var letter in letters)
                {
                    Bind(command, letter);
                    command.ExecuteNonQuery();
                }

                transaction.Commit();
                return letters.Count;
            });
        }
    }

    public IReadOnlyList<DeadLetter> List(DeadLetterFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(filter.Limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(filter.Limit, DeadLetterFilter.MaxLimit);
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = $"""
                select {Columns} from dead_letters
                where id > $after
                    and ($partition is null or partition = $partition)
                    and ($unit is null or unit = $unit)
                    and ($cause is null or cause = $cause)
                    and ($from is null or at >= $from)
                    and ($until is null or at < $until)
                    and ($all or replayed_at is null)
                order by id limit $limit
                """;
            var parameters = command.Parameters;
            parameters.AddWithValue("$after", filter.AfterId);
            parameters.AddWithValue("$partition", (object?)filter.Partition ?? DBNull.Value);
            parameters.AddWithValue("$unit", (object?)filter.Unit ?? DBNull.Value);
            parameters.AddWithValue("$cause", (object?)filter.Cause ?? DBNull.Value);
            parameters.AddWithValue("$from", (object?)filter.From?.ToUnixTimeMilliseconds() ?? DBNull.Value);
            parameters.AddWithValue("$until", (object?)filter.Until?.ToUnixTimeMilliseconds() ?? DBNull.Value);
            parameters.AddWithValue("$all", filter.IncludeReplayed);
            parameters.AddWithValue("$limit", filter.Limit);
            var letters = new List<DeadLetter>();
            using var reader = command.ExecuteReader();
            while (reader.Read())
                letters.Add(Read(reader));
            return letters;
        }
    }

    public bool MarkReplayed(long id, DateTimeOffset at)
    {
        lock (_gate)
        {
            return Guard(() =>
            {
                using var command = _connection.CreateCommand();
                command.CommandText =
                    "update dead_letters set replayed_at = $at where id = $id and replayed_at is null";
                command.Parameters.AddWithValue("$at", at.ToUnixTimeMilliseconds());
                command.Parameters.AddWithValue("$id", id);
                return command.ExecuteNonQuery();
            }) > 0;
        }
    }

    public IReadOnlyDictionary<string, long> CountByCause()
    {
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText =
                "select cause, count(*) from dead_letters where replayed_at is null group by cause order by cause";
            var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
            using var reader = command.ExecuteReader();
            while (reader.Read())
                counts.Add(reader.GetString(0), reader.GetInt64(1));
            return counts;
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _connection.Dispose();
    }

    private static int Guard(Func<int> write)
    {
        try
        {
            return write();
        }
        catch (SqliteException fault) when (SqliteFile.IsDiskFault(fault))
        {
            throw new StorageUnavailableException(fault.Message, fault);
        }
    }

    private static void Bind(SqliteCommand command, DeadLetter letter)
    {
        command.Parameters.Clear();
        command.Parameters.AddWithValue("$partition", letter.Partition);
        command.Parameters.AddWithValue("$sequence", letter.Sequence);
        command.Parameters.AddWithValue("$unit", letter.Unit);
        command.Parameters.AddWithValue("$event", letter.EventId);
        command.Parameters.AddWithValue("$cause", letter.Cause);
        command.Parameters.AddWithValue("$detail", letter.Detail);
        command.Parameters.AddWithValue("$payload", letter.Payload.ToArray());
        command.Parameters.AddWithValue("$at", letter.At.ToUnixTimeMilliseconds());
    }

    private static DeadLetter Read(SqliteDataReader reader) => new(
        reader.GetInt32(1), reader.GetInt64(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
        reader.GetString(6), reader.GetFieldValue<byte[]>(7),
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(8)))
    {
        Id = reader.GetInt64(0),
        ReplayedAt = reader.IsDBNull(9) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(9)),
    };
}

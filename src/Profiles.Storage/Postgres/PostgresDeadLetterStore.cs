using Npgsql;
using Profiles.Storage.Operations;

namespace Profiles.Storage.Postgres;

/// <summary>The dead letters of all hosts in PostgreSQL.</summary>
public sealed class PostgresDeadLetterStore(PostgresCluster cluster) : IDeadLetterStore
{
    internal const string Tables =
        $"""
        create table if not exists {Schema}.dead_letters (
            id bigint generated always as identity primary key,
            partition int not null,
            sequence bigint not null,
            unit text not null,
            event_id text not null,
            cause text not null,
            detail text not null,
            payload bytea not null,
            at_ms bigint not null,
            replayed_at_ms bigint,
            unique (partition, sequence));
        create index if not exists dead_letters_by_cause on {Schema}.dead_letters (cause, id);
        create index if not exists dead_letters_by_unit on {Schema}.dead_letters (unit, id);
        """;

    private const string Schema = PostgresCluster.Schema;

    public void Add(IReadOnlyCollection<DeadLetter> letters)
    {
        ArgumentNullException.ThrowIfNull(letters);
        if (letters.Count == 0) return;
        PostgresFaults.Blocking(() =>
        {
            using var connection = cluster.Source.OpenConnection();
            using var transaction = connection.BeginTransaction();
            foreach (var letter in letters) Add(connection, letter);
            transaction.Commit();
            return true;
        });
    }

    public IReadOnlyList<DeadLetter> List(DeadLetterFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(filter.Limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(filter.Limit, DeadLetterFilter.MaxLimit);
        return PostgresFaults.Blocking(() =>
        {
            using var list = cluster.Command(
                "select id, partition, sequence, unit, event_id, cause, detail, payload, at_ms, replayed_at_ms "
                + $"from {Schema}.dead_letters where id > $1 "
                + "and ($2::int is null or partition = $2) and ($3::text is null or unit = $3) "
                + "and ($4::text is null or cause = $4) and ($5::bigint is null or at_ms >= $5) "
                + "and ($6::bigint is null or at_ms < $6) and ($7 or replayed_at_ms is null) order by id limit $8",
                filter.AfterId, filter.Partition, filter.Unit, filter.Cause, filter.From?.ToUnixTimeMilliseconds(),
                filter.Until?.ToUnixTimeMilliseconds(), filter.IncludeReplayed, filter.Limit);
            var letters = new List<DeadLetter>();
            using var rows = list.ExecuteReader();
            while (rows.Read()) letters.Add(Read(rows));
            return letters;
        });
    }

    public bool MarkReplayed(long id, DateTimeOffset at) => PostgresFaults.Blocking(() =>
    {
        using var mark = cluster.Command(
            $"update {Schema}.dead_letters set replayed_at_ms = $2 where id = $1 and replayed_at_ms is null",
            id, at.ToUnixTimeMilliseconds());
        return mark.ExecuteNonQuery() > 0;
    });

    public IReadOnlyDictionary<string, long> CountByCause() => PostgresFaults.Blocking(() =>
    {
        using var count = cluster.Command(
            $"select cause, count(*) from {Schema}.dead_letters where replayed_at_ms is null group by cause");
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        using var rows = count.ExecuteReader();
        while (rows.Read()) counts.Add(rows.GetString(0), rows.GetInt64(1));
        return counts;
    });

    /// <summary>Nothing of its own: the connections are the cluster's.</summary>
    public void Dispose()
    {
    }

    internal static void Add(NpgsqlConnection connection, DeadLetter letter, DateTimeOffset? replayedAt = null) =>
        connection.Execute(
            $"insert into {Schema}.dead_letters "
            + "(partition, sequence, unit, event_id, cause, detail, payload, at_ms, replayed_at_ms) "
            + "values ($1, $2, $3, $4, $5, $6, $7, $8, $9::bigint) on conflict (partition, sequence) do update set "
            + "cause = excluded.cause, detail = excluded.detail, at_ms = excluded.at_ms, "
            + "replayed_at_ms = excluded.replayed_at_ms",
            letter.Partition, letter.Sequence, letter.Unit, letter.EventId, letter.Cause, letter.Detail,
            letter.Payload, letter.At.ToUnixTimeMilliseconds(), replayedAt?.ToUnixTimeMilliseconds());

    private static DeadLetter Read(NpgsqlDataReader rows) => new(
        rows.GetInt32(1), rows.GetInt64(2), rows.GetString(3), rows.GetString(4), rows.GetString(5),
        rows.GetString(6), rows.GetFieldValue<byte[]>(7), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(8)))
    {
        Id = rows.GetInt64(0),
        ReplayedAt = rows.IsDBNull(9) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(9)),
    };
}

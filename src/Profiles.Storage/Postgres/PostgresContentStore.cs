using Npgsql;
using Profiles.Storage.Catalogue;

namespace Profiles.Storage.Postgres;

/// <summary>
/// The revisions of content in PostgreSQL. A transaction holds the row with the newest revision from before it compares
/// until it commits: revisions have no gaps, and become visible in their order.
/// </summary>
public sealed class PostgresContentStore(PostgresCluster cluster) : IContentStore
{
    internal const string Tables =
        $"""
        create table if not exists {Schema}.catalogue (latest_revision bigint not null);
        insert into {Schema}.catalogue select 0 where not exists (select 1 from {Schema}.catalogue);
        create table if not exists {Schema}.contents (id text collate "C" primary key, latest bigint not null);
        create table if not exists {Schema}.revisions (
            revision bigint primary key,
            content_id text collate "C" not null,
            body bytea not null,
            traits bytea not null,
            traits_changed boolean not null);
        create index if not exists revisions_of_content on {Schema}.revisions (content_id, revision);
        """;

    private const string Schema = PostgresCluster.Schema;
    private const int PageRows = 8192;

    private const string Whole =
        $"select r.revision, r.content_id, r.body, r.traits, r.traits_changed from {Schema}.revisions r ";

    public long LatestRevision => Scalar($"select latest_revision from {Schema}.catalogue");

    public long Count => Scalar($"select count(*) from {Schema}.contents");

    public IReadOnlyList<long> Upsert(IReadOnlyCollection<ContentUpsert> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return PostgresFaults.Blocking(() =>
        {
            using var connection = cluster.Source.OpenConnection();
            using var transaction = connection.BeginTransaction();
            var revisions = Upsert(connection, batch);
            transaction.Commit();
            return revisions;
        });
    }

    public IEnumerable<ContentRevision> LoadLatest() => Query(
        Whole + $"join {Schema}.contents c on c.id = r.content_id and c.latest = r.revision "
        + "where r.revision between $1 and $2 order by r.revision limit $3",
        0, long.MaxValue);

    public IEnumerable<ContentRevision> LoadTraits(long fromRevision = 0) => Query(
        "select r.revision, r.content_id, ''::bytea, case when r.traits_changed then r.traits else ''::bytea end, "
        + $"r.traits_changed from {Schema}.revisions r where r.revision between $1 and $2 order by r.revision limit $3",
        fromRevision, long.MaxValue);

    public IEnumerable<ContentRevision> LoadAsOf(long revision) => Query(
        Whole + $"where r.revision between $1 and $2 and not exists (select 1 from {Schema}.revisions n "
        + "where n.content_id = r.content_id and n.revision > r.revision and n.revision <= $2) "
        + "order by r.revision limit $3",
        0, revision);

    public IEnumerable<ContentRevision> LoadBodies(long fromRevision, long lastRevision) => Query(
        Whole + "where r.revision between $1 and $2 order by r.revision limit $3", fromRevision, lastRevision);

    public ContentRevision? Read(long revision) =>
        LoadBodies(revision, revision).Select(found => (ContentRevision?)found).FirstOrDefault();

    /// <summary>Nothing of its own: the connections are the cluster's.</summary>
    public void Dispose()
    {
    }

    private static List<long> Upsert(NpgsqlConnection connection, IReadOnlyCollection<ContentUpsert> batch)
    {
        long latest;
        using (var hold = connection.Command($"select latest_revision from {Schema}.catalogue for update"))
            latest = (long)hold.ExecuteScalar()!;
        var known = ReadKnown(connection, [.. batch.Select(content => content.ContentId).Distinct()]);
        var revisions = new List<long>(batch.Count);
        var added = new List<ContentRevision>();
        foreach (var content in batch)
        {
            var traitsChanged = true;
            if (known.TryGetValue(content.ContentId, out var before))
            {
                traitsChanged = !content.Traits.Span.SequenceEqual(before.Traits.Span);
                if (!traitsChanged && content.Body.Span.SequenceEqual(before.Body.Span))
                {
                    revisions.Add(0);
                    continue;
                }
            }

            known[content.ContentId] = content;
            added.Add(new(++latest, content.ContentId, content.Body, content.Traits, traitsChanged));
            revisions.Add(latest);
        }

        if (added.Count > 0) Add(connection, added, latest);
        return revisions;
    }

    private static Dictionary<string, ContentUpsert> ReadKnown(NpgsqlConnection connection, string[] ids)
    {
        var known = new Dictionary<string, ContentUpsert>(StringComparer.Ordinal);
        using var read = connection.Command(
            $"select c.id, r.body, r.traits from {Schema}.contents c "
            + $"join {Schema}.revisions r on r.revision = c.latest where c.id = any($1)",
            [ids]);
        using var rows = read.ExecuteReader();
        while (rows.Read())
        {
            var id = rows.GetString(0);
            known.Add(id, new(id, rows.GetFieldValue<byte[]>(1), rows.GetFieldValue<byte[]>(2)));
        }

        return known;
    }

    /// <summary>Adds revisions that follow the newest, in the transaction that holds it.</summary>
    internal static void Add(NpgsqlConnection connection, IReadOnlyList<ContentRevision> revisions, long latest)
    {
        connection.Execute(
            $"insert into {Schema}.revisions (revision, content_id, body, traits, traits_changed) "
            + "select * from unnest($1, $2, $3, $4, $5)",
            revisions.Select(one => one.Revision).ToArray(),
            revisions.Select(one => one.ContentId).ToArray(),
            revisions.Select(one => one.Body.ToArray()).ToArray(),
            revisions.Select(one => one.Traits.ToArray()).ToArray(),
            revisions.Select(one => one.TraitsChanged).ToArray());
        connection.Execute(
            $"insert into {Schema}.contents (id, latest) "
            + "select id, max(revision) from unnest($1, $2) as n (id, revision) group by id "
            + "on conflict (id) do update set latest = excluded.latest",
            revisions.Select(one => one.ContentId).ToArray(),
            revisions.Select(one => one.Revision).ToArray());
        connection.Execute($"update {Schema}.catalogue set latest_revision = $1", latest);
        SharedDocuments.Tell(connection, SharedChanges.Catalogue, latest);
    }

    private long Scalar(string sql) => PostgresFaults.Blocking(() =>
    {
        using var command = cluster.Command(sql);
        return (long)command.ExecuteScalar()!;
    });

    /// <summary>A page at a time: memory holds no more, and nobody waits for whoever takes their time.</summary>
    private IEnumerable<ContentRevision> Query(string sql, long fromRevision, long lastRevision)
    {
        while (true)
        {
            var page = PostgresFaults.Blocking(() => QueryPage(sql, fromRevision, lastRevision));
            foreach (var revision in page) yield return revision;
            if (page.Count < PageRows) yield break;
            fromRevision = page[^1].Revision + 1;
        }
    }

    private List<ContentRevision> QueryPage(string sql, long fromRevision, long lastRevision)
    {
        var found = new List<ContentRevision>();
        using var command = cluster.Command(sql, fromRevision, lastRevision, PageRows);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            found.Add(new(
                rows.GetInt64(0), rows.GetString(1), rows.GetFieldValue<byte[]>(2), rows.GetFieldValue<byte[]>(3),
                rows.GetBoolean(4)));
        }

        return found;
    }
}

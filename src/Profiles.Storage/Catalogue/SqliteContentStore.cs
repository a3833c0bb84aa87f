using Microsoft.Data.Sqlite;

namespace Profiles.Storage.Catalogue;

/// <summary>The revisions of content in a SQLite file.</summary>
public sealed class SqliteContentStore : IContentStore
{
    private const int PageRows = 8192;

    private const string Schema = """
        create table contents(number integer primary key, id text not null unique, latest integer not null);
        create table revisions(
            revision integer primary key,
            content integer not null references contents(number),
            body blob not null,
            traits blob not null,
            traits_changed integer not null);
        """;

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;

    private SqliteContentStore(SqliteConnection connection) => _connection = connection;

    public static SqliteContentStore Open(string path)
    {
        var connection = SqliteFile.Open(path);
        SqliteFile.Migrate(connection, path, Schema);
        return new SqliteContentStore(connection);
    }

    public long LatestRevision
    {
        get
        {
            lock (_gate)
                return ReadLatestRevision();
        }
    }

    public long Count
    {
        get
        {
            lock (_gate)
            {
                using var command = _connection.CreateCommand();
                command.CommandText = "select count(*) from contents";
                return (long)command.ExecuteScalar()!;
            }
        }
    }

    public IReadOnlyList<long> Upsert(IReadOnlyCollection<ContentUpsert> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        lock (_gate)
        {
            try
            {
                using var transaction = _connection.BeginTransaction();
                var latest = ReadLatestRevision();
                var revisions = new List<long>(batch.Count);
                using (var statements = new UpsertStatements(_connection))
                {
                    foreach (var content in batch)
                    {
                        var revision = statements.Upsert(content, latest);
                        revisions.Add(revision > latest ? revision : 0);
                        latest = revision;
                    }
                }

                transaction.Commit();
                return revisions;
            }
            catch (SqliteException fault) when (SqliteFile.IsDiskFault(fault))
            {
                throw new StorageUnavailableException(fault.Message, fault);
            }
        }
    }

    public IEnumerable<ContentRevision> LoadLatest() => Query(
        """
        select r.revision, c.id, r.body, r.traits, r.traits_changed
        from revisions r join contents c on c.number = r.content and c.latest = r.revision
        where r.revision >= $from order by r.revision limit $count
        """,
        fromRevision: 0);

    public IEnumerable<ContentRevision> LoadTraits(long fromRevision = 0) => Query(
        """
        select r.revision, c.id, x'', case when r.traits_changed then r.traits else x'' end, r.traits_changed
        from revisions r join contents c on c.number = r.content
        where r.revision >= $from order by r.revision limit $count
        """,
        fromRevision);

    public IEnumerable<ContentRevision> LoadAsOf(long revision)
    {
        const string Sql =
            """
            select r.revision, c.id, r.body, r.traits, r.traits_changed
            from revisions r join contents c on c.number = r.content
            where r.revision >= $from and r.revision <= $last and not exists (
                select 1 from revisions n
                where n.content = r.content and n.revision > r.revision and n.revision <= $last)
            order by r.revision limit $count
            """;
        lock (_gate)
        {
            // The one query that asks for revisions by content, made when it is first needed.
            using var command = _connection.CreateCommand();
            command.CommandText =
                "create index if not exists revisions_of_content on revisions(content, revision)";
            command.ExecuteNonQuery();
        }

        return Query(Sql, fromRevision: 0, lastRevision: revision);
    }

    public IEnumerable<ContentRevision> LoadBodies(long fromRevision, long lastRevision) => Query(
        """
        select r.revision, c.id, r.body, r.traits, r.traits_changed
        from revisions r join contents c on c.number = r.content
        where r.revision >= $from and r.revision <= $last order by r.revision limit $count
        """,
        fromRevision, lastRevision);

    public ContentRevision? Read(long revision)
    {
        var found = QueryPage(
            """
            select r.revision, c.id, r.body, r.traits, r.traits_changed
            from revisions r join contents c on c.number = r.content
            where r.revision = $from limit $count
            """,
            revision, long.MaxValue);
        return found.Count == 0 ? null : found[0];
    }

    public void Dispose()
    {
        lock (_gate)
            _connection.Dispose();
    }

    private long ReadLatestRevision()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "select coalesce(max(revision), 0) from revisions";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>A page at a time: memory holds no more, and nobody waits for whoever takes their time.</summary>
    private IEnumerable<ContentRevision> Query(string sql, long fromRevision, long lastRevision = long.MaxValue)
    {
        while (true)
        {
            var page = QueryPage(sql, fromRevision, lastRevision);
            foreach (var revision in page) yield return revision;
            if (page.Count < PageRows) yield break;
            fromRevision = page[^1].Revision + 1;
        }
    }

    private List<ContentRevision> QueryPage(string sql, long fromRevision, long lastRevision)
    {
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The texts above are constant.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.Parameters.AddWithValue("$from", fromRevision);
            command.Parameters.AddWithValue("$last", lastRevision);
            command.Parameters.AddWithValue("$count", PageRows);
            var found = new List<ContentRevision>();
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                found.Add(new ContentRevision(
                    reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2),
                    reader.GetFieldValue<byte[]>(3), reader.GetBoolean(4)));
            }

            return found;
        }
    }
}

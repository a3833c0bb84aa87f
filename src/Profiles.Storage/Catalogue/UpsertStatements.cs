using Microsoft.Data.Sqlite;

namespace Profiles.Storage.Catalogue;

/// <summary>The prepared statements of one upsert transaction.</summary>
internal sealed class UpsertStatements : IDisposable
{
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _addContent;
    private readonly SqliteCommand _setLatest;
    private readonly SqliteCommand _addRevision;

    public UpsertStatements(SqliteConnection connection)
    {
        _find = Prepare(
            connection,
            """
            select c.number, r.body, r.traits
            from contents c join revisions r on r.revision = c.latest where c.id = $id
            """,
            "$id");
        _addContent = Prepare(
            connection,
            "insert into contents(id, latest) values ($id, $revision) returning number",
            "$id", "$revision");
        _setLatest = Prepare(
            connection, "update contents set latest = $revision where number = $number", "$revision", "$number");
        _addRevision = Prepare(
            connection,
            "insert into revisions values ($revision, $content, $body, $traits, $changed)",
            "$revision", "$content", "$body", "$traits", "$changed");
    }

    /// <summary>The newest revision afterwards: one more, or the same when nothing changed.</summary>
    public long Upsert(in ContentUpsert content, long latest)
    {
        var traitsChanged = true;
        long number = 0;
        _find.Parameters[0].Value = content.ContentId;
        using (var found = _find.ExecuteReader())
        {
            if (found.Read())
            {
                number = found.GetInt64(0);
                traitsChanged = !content.Traits.Span.SequenceEqual(found.GetFieldValue<byte[]>(2));
                if (!traitsChanged && content.Body.Span.SequenceEqual(found.GetFieldValue<byte[]>(1)))
                    return latest;
            }
        }

        var revision = latest + 1;
        if (number == 0)
        {
            _addContent.Parameters[0].Value = content.ContentId;
            _addContent.Parameters[1].Value = revision;
            number = (long)_addContent.ExecuteScalar()!;
        }
        else
        {
            _setLatest.Parameters[0].Value = revision;
            _setLatest.Parameters[1].Value = number;
            _setLatest.ExecuteNonQuery();
        }

        _addRevision.Parameters[0].Value = revision;
        _addRevision.Parameters[1].Value = number;
        _addRevision.Parameters[2].Value = content.Body.ToArray();
        _addRevision.Parameters[3].Value = content.Traits.ToArray();
        _addRevision.Parameters[4].Value = traitsChanged;
        _addRevision.ExecuteNonQuery();
        return revision;
    }

    public void Dispose()
    {
        _find.Dispose();
        _addContent.Dispose();
        _setLatest.Dispose();
        _addRevision.Dispose();
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts above are constant.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var name in parameters)
            command.Parameters.AddWithValue(name, DBNull.Value);
        return command;
    }
}

using System.Globalization;
using Microsoft.Data.Sqlite;
using Profiles.Analytics.Schema;
using SQLitePCL;

namespace Profiles.Analytics.Queries;

/// <summary>
/// Queries on the SQLite file: a connection each that is opened for reading only, with an authorizer, on a thread of
/// its own, so that no other work waits for it.
/// </summary>
internal sealed class SqliteQueryExecutor(string path) : IQueryExecutor
{
    private const int StepsBetweenLooks = 2_000;
    private const int MaxValueBytes = 4 << 20;
    private const int CacheKilobytes = 64 * 1024;

    // Of sqlite3.h: the numbers of limits.
    private const int LimitLength = 0;
    private const int LimitExpressionDepth = 3;
    private const int LimitAttached = 7;

    public string Database => SqlDialect.Sqlite.Name;

    public Task RunAsync(QueryText text, QuerySink sink, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(
            () => Run(text, sink, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    private void Run(QueryText text, QuerySink sink, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new QueryException(
                QueryException.Unavailable, "There are no tables yet; start 'profiles serve' once.");
        }

        Batteries_V2.Init();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false,
        }.ToString());
        connection.Open();
        Profiles.Storage.SqliteFile.Execute(connection, "pragma query_only = 1");
        Profiles.Storage.SqliteFile.Execute(connection, $"pragma cache_size = -{CacheKilobytes}");
        var database = connection.Handle!;
        raw.sqlite3_limit(database, LimitLength, MaxValueBytes);
        raw.sqlite3_limit(database, LimitExpressionDepth, 200);
        raw.sqlite3_limit(database, LimitAttached, 0);
        raw.sqlite3_busy_timeout(database, 1_000);
        raw.sqlite3_progress_handler(
            database, StepsBetweenLooks, _ => cancellationToken.IsCancellationRequested ? 1 : 0, null);
        var guard = new SqliteGuard();
        raw.sqlite3_set_authorizer(database, (strdelegate_authorizer)guard.Authorize, null);
        var statement = Prepare(database, guard, text);
        try
        {
            Bind(statement, text.Parameters);
            Step(database, statement, sink, cancellationToken);
        }
        finally
        {
            raw.sqlite3_finalize(statement);
        }
    }

    private static sqlite3_stmt Prepare(sqlite3 database, SqliteGuard guard, QueryText text)
    {
        if (raw.sqlite3_prepare_v2(database, text.Sql, out sqlite3_stmt statement, out string rest) != raw.SQLITE_OK)
        {
            if (guard.Refusal is not null) throw guard.Refusal;
            var message = raw.sqlite3_errmsg(database).utf8_to_string();
            if (message.StartsWith("cannot modify ", StringComparison.Ordinal)) throw SqliteGuard.Writes();
            throw new QueryException(
                QueryException.Syntax, $"{message}; GET /v1/query/schema lists the views and their columns.")
            {
                Position = SqliteErrorPlace.Find(text.Sql, message, prefix => MessageOf(database, prefix)),
            };
        }

        if (statement is null || statement.IsInvalid)
        {
            throw new QueryException(
                QueryException.Syntax, "There is no statement; ask, say, select * from exposures.");
        }

        try
        {
            if (HasStatement(database, rest))
            {
                throw new QueryException(
                    QueryException.Refused, "There is a second statement; a query is one SELECT.");
            }

            if (raw.sqlite3_stmt_readonly(statement) == 0) throw SqliteGuard.Writes();
            return statement;
        }
        catch
        {
            raw.sqlite3_finalize(statement);
            throw;
        }
    }

    private static bool HasStatement(sqlite3 database, string? rest)
    {
        if (string.IsNullOrWhiteSpace(rest)) return false;
        if (raw.sqlite3_prepare_v2(database, rest, out sqlite3_stmt statement) != raw.SQLITE_OK) return true;
        if (statement is null || statement.IsInvalid) return false;
        raw.sqlite3_finalize(statement);
        return true;
    }

    private static string MessageOf(sqlite3 database, string sql)
    {
        if (raw.sqlite3_prepare_v2(database, sql, out sqlite3_stmt statement) == raw.SQLITE_OK)
        {
            if (statement is { IsInvalid: false }) raw.sqlite3_finalize(statement);
            return "";
        }

        return raw.sqlite3_errmsg(database).utf8_to_string();
    }

    private static void Bind(sqlite3_stmt statement, IReadOnlyList<object?> parameters)
    {
        var count = raw.sqlite3_bind_parameter_count(statement);
        for (var index = 1; index <= count; index++)
        {
            var name = raw.sqlite3_bind_parameter_name(statement, index).utf8_to_string() ?? "";
            if (!name.StartsWith('$')
                || !int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var place)
                || place < 1 || place > parameters.Count)
            {
                throw new QueryException(
                    QueryException.Syntax,
                    $"'{(name.Length == 0 ? "?" : name)}' has no value; parameters are $1 to ${parameters.Count}.");
            }

            _ = parameters[place - 1] switch
            {
                null => raw.sqlite3_bind_null(statement, index),
                bool value => raw.sqlite3_bind_int64(statement, index, value ? 1 : 0),
                long value => raw.sqlite3_bind_int64(statement, index, value),
                double value => raw.sqlite3_bind_double(statement, index, value),
                var value => raw.sqlite3_bind_text(statement, index, value.ToString() ?? ""),
            };
        }
    }

    private static void Step(
        sqlite3 database, sqlite3_stmt statement, QuerySink sink, CancellationToken cancellationToken)
    {
        var count = raw.sqlite3_column_count(statement);
        var hasBegun = false;
        while (true)
        {
            var code = raw.sqlite3_step(statement);
            if (!hasBegun && code is raw.SQLITE_ROW or raw.SQLITE_DONE && !hasBegun)
            {
                sink.Begin([.. Enumerable.Range(0, count).Select(i => ColumnOf(statement, i, code == raw.SQLITE_ROW))]);
                hasBegun = true;
            }

            if (code == raw.SQLITE_DONE) return;
            if (code != raw.SQLITE_ROW) throw FaultOf(database, code);
            var row = new object?[count];
            for (var i = 0; i < count; i++) row[i] = ValueOf(statement, i);

            // The thread is this query's own, so it may block until the rows are taken.
            if (!sink.AddAsync(row, cancellationToken).AsTask().GetAwaiter().GetResult()) return;
        }
    }

    private static QueryColumn ColumnOf(sqlite3_stmt statement, int index, bool hasRow) => new(
        raw.sqlite3_column_name(statement, index).utf8_to_string(),
        !hasRow ? "text" : raw.sqlite3_column_type(statement, index) switch
        {
            raw.SQLITE_INTEGER => "integer",
            raw.SQLITE_FLOAT => "number",
            _ => "text",
        });

    private static object? ValueOf(sqlite3_stmt statement, int index) =>
        raw.sqlite3_column_type(statement, index) switch
        {
            raw.SQLITE_NULL => null,
            raw.SQLITE_INTEGER => raw.sqlite3_column_int64(statement, index),
            raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, index),
            raw.SQLITE_BLOB => raw.sqlite3_column_blob(statement, index).ToArray(),
            _ => raw.sqlite3_column_text(statement, index).utf8_to_string(),
        };

    private static Exception FaultOf(sqlite3 database, int code)
    {
        var message = raw.sqlite3_errmsg(database).utf8_to_string();
        return (code & 0xFF) switch
        {
            raw.SQLITE_INTERRUPT => new OperationCanceledException(),
            raw.SQLITE_TOOBIG or raw.SQLITE_NOMEM => new QueryException(
                QueryException.TooLarge, $"A value has more than {MaxValueBytes} bytes; compute smaller ones."),
            raw.SQLITE_READONLY => SqliteGuard.Writes(),
            raw.SQLITE_BUSY or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_CORRUPT =>
                new QueryException(QueryException.Unavailable, $"The tables cannot be read: {message}."),
            _ => new QueryException(QueryException.Failed, $"The query failed: {message}."),
        };
    }
}

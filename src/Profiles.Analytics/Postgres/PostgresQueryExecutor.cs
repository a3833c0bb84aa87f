using Npgsql;
using Profiles.Analytics.Queries;
using Profiles.Analytics.Schema;

namespace Profiles.Analytics.Postgres;

/// <summary>
/// Queries in PostgreSQL: by a role that may select from the views and nothing else, in a transaction that is for
/// reading only and is always rolled back, with a time limit of the server's own.
/// </summary>
internal sealed class PostgresQueryExecutor(NpgsqlDataSource owner, string connectionString, QueryLimits limits)
    : IQueryExecutor, IAsyncDisposable
{
    private const int MaxValueChars = 4 << 20;
    private const int MaxConnections = 8;

    private readonly SemaphoreSlim _gate = new(1);
    private NpgsqlDataSource? _reader;

    public string Database => SqlDialect.Postgres.Name;

    public async Task RunAsync(QueryText text, QuerySink sink, CancellationToken cancellationToken)
    {
        try
        {
            var source = await OpenAsync(cancellationToken);
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using (var limit = PostgresTables.Command(
                connection,
                $"set local statement_timeout = {(long)limits.Timeout.TotalMilliseconds + 1_000}; "
                + "set transaction read only"))
                await limit.ExecuteNonQueryAsync(cancellationToken);
            await AnswerAsync(connection, text, sink, cancellationToken);
            await transaction.RollbackAsync(CancellationToken.None);
        }
        catch (PostgresException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw Named(fault);
        }
        catch (NotSupportedException fault)
        {
            throw new QueryException(
                QueryException.Refused, "There is a second statement; a query is one SELECT.", fault);
        }
        catch (NpgsqlException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new QueryException(
                QueryException.Unavailable, $"PostgreSQL does not answer: {fault.Message}", fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_reader is not null) await _reader.DisposeAsync();
        _gate.Dispose();
    }

    private async Task<NpgsqlDataSource> OpenAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_reader is not null) return _reader;
            var (user, password) = await PostgresTables.ReadLoginAsync(owner, cancellationToken);
            return _reader = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
            {
                Username = user, Password = password, MaxPoolSize = MaxConnections,
                ApplicationName = "profiles query",
            });
        }
        finally
        {
            _gate.Release();
        }
    }

    private static async Task AnswerAsync(
        NpgsqlConnection connection, QueryText text, QuerySink sink, CancellationToken cancellationToken)
    {
        // A command of a batch is one statement: a second one in its text is refused, by Npgsql or by the server.
        await using var command = new NpgsqlBatch(connection) { Timeout = 0 };
        var statement = new NpgsqlBatchCommand(text.Sql);
        foreach (var value in text.Parameters)
            statement.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        command.BatchCommands.Add(statement);
        await using var reader = await command.ExecuteReaderAsync(
            System.Data.CommandBehavior.SequentialAccess, cancellationToken);
        if (reader.FieldCount == 0)
        {
            throw new QueryException(
                QueryException.Syntax, "The statement answers no columns; a query is one SELECT.");
        }

        var types = Enumerable.Range(0, reader.FieldCount).Select(reader.GetDataTypeName).ToArray();
        sink.Begin([.. types.Select((type, i) => new QueryColumn(reader.GetName(i), TypeOf(type)))]);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new object?[types.Length];
            for (var i = 0; i < row.Length; i++)
                row[i] = await reader.IsDBNullAsync(i, cancellationToken) ? null : ValueOf(reader, i, types[i]);
            if (await sink.AddAsync(row, cancellationToken)) continue;

            // What is left would be read to the end otherwise.
            command.Cancel();
            return;
        }
    }

    private static object ValueOf(NpgsqlDataReader reader, int index, string type)
    {
        switch (TypeOf(type))
        {
            case "integer": return Convert.ToInt64(reader.GetValue(index));
            case "number" when type == "numeric": return reader.GetDecimal(index);
            case "number": return Convert.ToDouble(reader.GetValue(index));
            case "boolean": return reader.GetBoolean(index);
            case "day": return reader.GetFieldValue<DateOnly>(index);
            case "time": return reader.GetDateTime(index);
            case "text" or "json":
                using (var text = reader.GetTextReader(index)) return ReadText(text);
            default: return reader.GetValue(index).ToString() ?? "";
        }
    }

    private static string ReadText(TextReader text)
    {
        var buffer = new char[1024];
        var whole = new System.Text.StringBuilder();
        for (int read; (read = text.Read(buffer)) > 0;)
        {
            if (whole.Append(buffer, 0, read).Length <= MaxValueChars) continue;
            throw new QueryException(
                QueryException.TooLarge, $"A value has more than {MaxValueChars} characters; compute smaller ones.");
        }

        return whole.ToString();
    }

    private static string TypeOf(string type) => type.Split('(')[0] switch
    {
        "smallint" or "integer" or "bigint" => "integer",
        "real" or "double precision" or "numeric" => "number",
        "text" or "character varying" or "character" or "name" or "unknown" => "text",
        "json" or "jsonb" => "json",
        "boolean" => "boolean",
        "date" => "day",
        "timestamp with time zone" or "timestamp without time zone" => "time",
        _ => "other",
    };

    private static bool IsSecondStatement(PostgresException fault) =>
        fault.MessageText.Contains("multiple commands", StringComparison.Ordinal);

    private static QueryException Named(PostgresException fault)
    {
        var (code, remedy) = fault.SqlState switch
        {
            PostgresErrorCodes.ReadOnlySqlTransaction =>
                (QueryException.Writes, "A query only reads; ask with SELECT."),
            PostgresErrorCodes.InsufficientPrivilege
                when fault.MessageText.StartsWith("permission denied for view", StringComparison.Ordinal) =>
                (QueryException.Writes, "A query only reads; ask with SELECT."),
            PostgresErrorCodes.ProtocolViolation =>
                (QueryException.Syntax, "Every $1, $2 and so on of the statement needs a parameter, and no other."),
            PostgresErrorCodes.InsufficientPrivilege =>
                (QueryException.Refused, "A query reads the views and nothing else."),
            PostgresErrorCodes.QueryCanceled =>
                (QueryException.TooLong, "Narrow it to an experiment, a unit or fewer days."),
            PostgresErrorCodes.SyntaxError when IsSecondStatement(fault) =>
                (QueryException.Refused, "A query is one SELECT."),
            { } state when state.StartsWith("42", StringComparison.Ordinal) =>
                (QueryException.Syntax, "GET /v1/query/schema lists the views and their columns."),
            { } state when state.StartsWith("54", StringComparison.Ordinal) =>
                (QueryException.TooLarge, "Compute smaller values."),
            _ => (QueryException.Failed, "The statement met rows that it cannot work on."),
        };
        return new QueryException(code, $"{fault.MessageText}. {remedy}", fault)
        {
            Position = fault.Position > 0 ? fault.Position : null,
        };
    }
}

using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Orleans.Embedded.Sqlite;

/// <summary>
/// The one connection to a database file. Operations wait in a bounded queue and run in groups, one transaction and so
/// one fsync for all that had gathered; a full queue makes callers wait.
/// </summary>
internal sealed class SqliteWorker : IAsyncDisposable
{
    private const int MaxQueued = 4096;
    private const int MaxPerTransaction = 512;

    private readonly Channel<Operation> _queue = Channel.CreateBounded<Operation>(
        new BoundedChannelOptions(MaxQueued) { SingleReader = true });

    private readonly string _path;
    private readonly string _schema;
    private readonly Task _loop;

    static SqliteWorker() => SQLitePCL.Batteries_V2.Init();

    public SqliteWorker(string path, string schema)
    {
        _path = path;
        _schema = schema;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Runs an operation in a transaction; completes when the transaction is committed.</summary>
    public async Task<TResult> RunAsync<TResult>(Func<SqliteConnection, TResult> work)
    {
        var operation = new Operation<TResult>(work);
        await _queue.Writer.WriteAsync(operation);
        return await operation.Completion.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
    }

    private async Task RunAsync()
    {
        SqliteConnection? connection = null;
        var group = new List<Operation>(MaxPerTransaction);
        while (await _queue.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < MaxPerTransaction && _queue.Reader.TryRead(out var operation))
                group.Add(operation);
            try
            {
                connection ??= Open();
                RunGroup(connection, group);
            }
            catch (Exception exception)
            {
                // Nothing of the group is stored; every caller learns why, and the next group tries a new connection.
                foreach (var operation in group)
                    operation.Fail(exception);
                connection?.Dispose();
                connection = null;
            }
        }

        connection?.Dispose();
    }

    private static void RunGroup(SqliteConnection connection, List<Operation> group)
    {
        using var transaction = connection.BeginTransaction();
        foreach (var operation in group)
            operation.Run(connection);
        transaction.Commit();
        foreach (var operation in group)
            operation.Complete();
    }

    private SqliteConnection Open()
    {
        if (Path.GetDirectoryName(Path.GetFullPath(_path)) is { } folder)
            Directory.CreateDirectory(folder);
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false }.ToString());
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; " + _schema);
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant of the caller.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private abstract class Operation
    {
        public abstract void Run(SqliteConnection connection);

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private sealed class Operation<TResult>(Func<SqliteConnection, TResult> work) : Operation
    {
        private TResult? _result;

        public TaskCompletionSource<TResult> Completion { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Run(SqliteConnection connection) => _result = work(connection);

        public override void Complete() => Completion.TrySetResult(_result!);

        public override void Fail(Exception exception) => Completion.TrySetException(exception);
    }
}

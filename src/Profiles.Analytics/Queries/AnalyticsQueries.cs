using System.Threading.Channels;

namespace Profiles.Analytics.Queries;

/// <summary>Holds queries to their bounds: how many at once, how long, how many rows and bytes.</summary>
internal sealed class AnalyticsQueries(IQueryExecutor executor, QueryLimits limits, TimeProvider time)
    : IAnalyticsQueries, IDisposable
{
    // Rows between the database and whoever sends them.
    private const int MaxWaitingRows = 256;

    private readonly SemaphoreSlim _slots = new(limits.MaxConcurrent);

    public string Database => executor.Database;

    public async Task<QueryRun> StartAsync(QueryText text, int? maxRows, CancellationToken cancellationToken)
    {
        Check(text);
        if (!await _slots.WaitAsync(limits.Timeout, cancellationToken))
        {
            throw new QueryException(
                QueryException.Busy, $"{limits.MaxConcurrent} queries are running; try again in a moment.");
        }

        var deadline = new CancellationTokenSource(limits.Timeout, time);
        var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var rows = Channel.CreateBounded<object?[]>(
            new BoundedChannelOptions(MaxWaitingRows) { SingleReader = true, SingleWriter = true });
        var sink = new QuerySink(
            rows.Writer, Math.Min(maxRows ?? QueryLimits.DefaultRows, limits.MaxRows), limits.MaxBytes);
        var work = RunAsync(text, sink, deadline, both, cancellationToken);
        var run = new QueryRun(sink, rows.Reader, () => EndAsync(both, deadline, work));
        try
        {
            run.Columns = await sink.Columns;
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    public void Dispose() => _slots.Dispose();

    private static void Check(QueryText text)
    {
        if (string.IsNullOrWhiteSpace(text.Sql))
            throw new QueryException(QueryException.Syntax, "There is no SQL; ask, say, select * from exposures.");
        if (text.Sql.Length > QueryLimits.MaxSqlLength)
        {
            throw new QueryException(
                QueryException.Syntax, $"The SQL has {text.Sql.Length} characters, over {QueryLimits.MaxSqlLength}.");
        }

        if (text.Sql.Contains('\0', StringComparison.Ordinal))
            throw new QueryException(QueryException.Syntax, "The SQL holds a NUL character; take it out.");
    }

    private async Task RunAsync(
        QueryText text, QuerySink sink, CancellationTokenSource deadline, CancellationTokenSource both,
        CancellationToken caller)
    {
        try
        {
            await executor.RunAsync(text, sink, both.Token);
            sink.End(null);
        }
        catch (Exception) when (deadline.IsCancellationRequested && !caller.IsCancellationRequested)
        {
            sink.End(new QueryException(
                QueryException.TooLong,
                $"The query ran longer than {limits.Timeout.TotalSeconds} s and was ended; narrow it to an "
                + "experiment, a unit or fewer days."));
        }
        catch (Exception) when (both.IsCancellationRequested)
        {
            sink.End(new OperationCanceledException(caller));
        }
        catch (Exception fault)
        {
            sink.End(fault);
        }
        finally
        {
            _slots.Release();
        }
    }

    private static async ValueTask EndAsync(
        CancellationTokenSource both, CancellationTokenSource deadline, Task work)
    {
        await both.CancelAsync();
        await work;
        both.Dispose();
        deadline.Dispose();
    }
}

using System.Diagnostics;
using System.Threading.Channels;

namespace Profiles.Analytics.Queries;

/// <summary>A query that runs: its rows come as fast as they are taken. Dispose it to end it.</summary>
public sealed class QueryRun : IAsyncDisposable
{
    private readonly ChannelReader<object?[]> _rows;
    private readonly QuerySink _sink;
    private readonly Func<ValueTask> _end;
    private readonly long _start = Stopwatch.GetTimestamp();
    private bool _isDisposed;

    internal QueryRun(QuerySink sink, ChannelReader<object?[]> rows, Func<ValueTask> end)
    {
        _sink = sink;
        _rows = rows;
        _end = end;
    }

    /// <summary>The columns.</summary>
    public IReadOnlyList<QueryColumn> Columns { get; internal set; } = [];

    /// <summary>Whether there were more rows than asked for; known once the rows have ended.</summary>
    public bool IsTruncated => _sink.IsTruncated;

    /// <summary>The time since it started.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>The rows: null, long, double, decimal, bool, text, moments, days and blobs.</summary>
    /// <exception cref="QueryException">It failed on the way; the rows so far are not all.</exception>
    public IAsyncEnumerable<object?[]> ReadAsync(CancellationToken cancellationToken) =>
        _rows.ReadAllAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_isDisposed) return ValueTask.CompletedTask;
        _isDisposed = true;
        return _end();
    }
}

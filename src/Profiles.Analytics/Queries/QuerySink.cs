using System.Threading.Channels;

namespace Profiles.Analytics.Queries;

/// <summary>Where a database puts the columns and rows of one query; holds it to its rows and bytes.</summary>
internal sealed class QuerySink(ChannelWriter<object?[]> rows, int maxRows, long maxBytes)
{
    private readonly TaskCompletionSource<IReadOnlyList<QueryColumn>> _columns =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _rows;
    private long _bytes;

    public Task<IReadOnlyList<QueryColumn>> Columns => _columns.Task;

    public bool IsTruncated { get; private set; }

    public void Begin(IReadOnlyList<QueryColumn> columns) => _columns.TrySetResult(columns);

    /// <summary>Takes a row. False when no more are wanted.</summary>
    public async ValueTask<bool> AddAsync(object?[] row, CancellationToken cancellationToken)
    {
        if (_rows == maxRows)
        {
            IsTruncated = true;
            return false;
        }

        foreach (var value in row)
            _bytes += value switch { string text => text.Length, byte[] blob => blob.Length, _ => 8 };
        if (_bytes > maxBytes)
        {
            throw new QueryException(
                QueryException.TooLarge,
                $"The answer has more than {maxBytes} bytes; aggregate in SQL, or select fewer columns or rows.");
        }

        _rows++;
        await rows.WriteAsync(row, cancellationToken);
        return true;
    }

    public void End(Exception? fault)
    {
        if (fault is null) _columns.TrySetResult([]);
        else _columns.TrySetException(fault);
        _ = _columns.Task.Exception;
        rows.TryComplete(fault);
    }
}

namespace Orleans.Embedded.Activations;

/// <summary>
/// Gives out cancellation tokens that fire after one to two periods. Many users share a token, so a deadline costs
/// an activation nothing.
/// </summary>
internal sealed class CoarseDeadline(TimeSpan period, TimeProvider time)
{
    private Generation? _current;

    public CancellationToken Token
    {
        get
        {
            var current = _current;
            var now = time.GetTimestamp();
            if (current is null || time.GetElapsedTime(current.Start, now) > period)
                _current = current = new Generation(now, new CancellationTokenSource(period * 2, time).Token);
            return current.Token;
        }
    }

    private sealed record Generation(long Start, CancellationToken Token);
}

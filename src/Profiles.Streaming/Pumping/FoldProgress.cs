namespace Profiles.Streaming.Pumping;

/// <summary>How far one partition is folded, and who waits for it to get further.</summary>
/// <remarks><c>Folded</c> only grows. Every record with a sequence below it has been folded or put aside.</remarks>
internal sealed class FoldProgress(long folded)
{
    /// <summary>The most readers that wait at once; further ones are answered as if their time had run out.</summary>
    public const int MaxWaiters = 100_000;

    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource, long> _waiters = new();
    private long _folded = folded;

    /// <summary>The sequence after the last record folded.</summary>
    public long Folded => Volatile.Read(ref _folded);

    /// <summary>Says that all below the position is folded, and wakes those who waited for it.</summary>
    public void Advance(long position)
    {
        Volatile.Write(ref _folded, position);
        lock (_lock)
        {
            while (_waiters.TryPeek(out var waiter, out var wanted) && wanted <= position)
            {
                _waiters.Dequeue();
                waiter.TrySetResult();
            }
        }
    }

    /// <summary>Waits until all below the position is folded.</summary>
    /// <returns>False where the time ran out first.</returns>
    public async ValueTask<bool> WaitAsync(long position, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (Folded >= position) return true;

        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (Folded >= position) return true;
            if (_waiters.Count >= MaxWaiters) return false;
            _waiters.Enqueue(waiter, position);
        }

        try
        {
            await waiter.Task.WaitAsync(timeout, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            // A waiter that gave up while the partition stands still must not stay behind.
            if (!waiter.Task.IsCompleted) Forget(waiter);
        }
    }

    private void Forget(TaskCompletionSource waiter)
    {
        lock (_lock) _waiters.Remove(waiter, out _, out _);
    }
}

namespace Profiles.Analytics.Tests;

/// <summary>A clock on which delays end when the test says so.</summary>
internal sealed class StoppedTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Waiter> _waiters = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var waiter = new Waiter(this, callback, state);
        lock (_gate)
        {
            _waiters.Add(waiter);
            _changed.TrySetResult();
        }

        return waiter;
    }

    /// <summary>Waits until so many delays have begun and not ended.</summary>
    public async Task WaitForWaitersAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_waiters.Count >= count) return;
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Ends all delays that have begun.</summary>
    public void Release()
    {
        Waiter[] due;
        lock (_gate)
        {
            due = [.. _waiters];
            _waiters.Clear();
        }

        foreach (var waiter in due) waiter.Fire();
    }

    private sealed class Waiter(StoppedTime time, TimerCallback callback, object? state) : ITimer
    {
        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            lock (time._gate) time._waiters.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

using Orleans.Embedded.Activations;
using Orleans.Embedded.Invocation;
using Orleans.Runtime;

namespace Orleans.Embedded.Timers;

/// <summary>A timer of an activation; activations stop theirs when they end.</summary>
internal abstract class GrainTimer : IGrainTimer
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly Activation _activation;
    private readonly GrainMethod _method;
    private readonly ITimer _timer;
    private TimeSpan _period;
    private bool _isTicking;
    private bool _isChanged;

    protected GrainTimer(Activation activation, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _method = GrainMethod.ForTimer(options.Interleave, options.KeepAlive);
        _period = options.Period;
        // A tick belongs to no request, so it must not carry on the values of the one that made the timer.
        var flow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        _timer = activation.Class.Runtime.Time.CreateTimer(
            static state => ((GrainTimer)state!).OnDue(), this, options.DueTime, Timeout.InfiniteTimeSpan);
        flow.Dispose();
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            _period = period;
            _isChanged = _isTicking;
            _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        if (_stopped.IsCancellationRequested)
            return;
        _stopped.Cancel();
        _activation.Forget(this);
    }

    protected abstract Task TickAsync(CancellationToken cancellationToken);

    private void OnDue()
    {
        lock (_lock)
        {
            if (_isTicking || _stopped.IsCancellationRequested)
                return;
            _isTicking = true;
            _isChanged = false;
        }

        var tick = new PendingCall<Tick, Unit>(new Tick(this), _method, null) { Target = _activation };
        _ = FinishAsync(tick.Answer);
        _activation.EnqueueRequest(tick);
    }

    private async Task FinishAsync(Task tick)
    {
        try
        {
            await tick;
        }
        catch (Exception exception)
        {
            if (!_stopped.IsCancellationRequested)
                _activation.Class.Runtime.OnTimerFailed(_activation, exception);
        }

        lock (_lock)
        {
            _isTicking = false;
            if (!_isChanged && !_stopped.IsCancellationRequested)
                _timer.Change(_period, Timeout.InfiniteTimeSpan);
        }
    }

    private readonly struct Tick(GrainTimer timer) : IGrainCall<Unit>
    {
        public CancellationToken CancellationToken => timer._stopped.Token;

        public ValueTask<Unit> Invoke(object grain) => GrainCall.From(timer.TickAsync(CancellationToken));
    }
}

/// <summary>A timer with its callback.</summary>
internal sealed class GrainTimer<TState>(
    Activation activation,
    Func<TState, CancellationToken, Task> callback,
    TState state,
    GrainTimerCreationOptions options)
    : GrainTimer(activation, options)
{
    protected override Task TickAsync(CancellationToken cancellationToken) => callback(state, cancellationToken);
}

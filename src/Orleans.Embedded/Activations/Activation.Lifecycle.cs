using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>How an activation begins and ends.</summary>
internal sealed partial class Activation
{
    private DeactivationReasonCode _deactivationCode;

    public Task Deactivated
    {
        get
        {
            var extras = Extras();
            if (IsDead)
                extras.Deactivated.TrySetResult();
            return extras.Deactivated.Task;
        }
    }

    /// <summary>The coarse time of the last turn.</summary>
    public int LastUsed => _lastUsed;

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        if (IsDead || (Volatile.Read(ref _state) & DeactivationWanted) != 0)
            return;
        Extras().Reason = deactivationReason;
        Deactivate(deactivationReason.ReasonCode);
    }

    /// <summary>Ends the activation for a reason that needs no words, without allocating.</summary>
    public void Deactivate(DeactivationReasonCode code)
    {
        _deactivationCode = code;
        if ((Interlocked.Or(ref _state, DeactivationWanted | Running) & Running) == 0)
            Schedule();
    }

    /// <summary>Whether no turn and no request runs and there was none since the coarse time.</summary>
    public bool IsIdleSince(int coarseTime) =>
        (Volatile.Read(ref _state) & ~Filtered) == 0
        && Volatile.Read(ref _requests) == 0
        && _lastUsed <= coarseTime
        && (_extras is not { } extras || extras.KeepUntil <= Class.Runtime.CoarseNow);

    public void DelayCollection(TimeSpan time) => Extras().KeepUntil = time <= TimeSpan.Zero
        ? 0
        : Class.Runtime.CoarseNow + (int)Math.Min(time.TotalSeconds + 1, int.MaxValue / 2);

    private ActivationExtras Extras()
    {
        if (_extras is { } extras)
            return extras;
        Interlocked.CompareExchange(ref _extras, new ActivationExtras(), null);
        return _extras;
    }

    private bool RunLifecycle()
    {
        if (_status == ActivationStatus.Created)
        {
            _status = ActivationStatus.Activating;
            _ = ActivateAsync();
            return true;
        }

        if (_status == ActivationStatus.Valid && (_state & DeactivationWanted) != 0 && _requests == 0)
        {
            _status = ActivationStatus.Deactivating;
            Interlocked.Or(ref _state, Unavailable);
            _ = DeactivateAsync();
            return true;
        }

        return false;
    }

    private async Task ActivateAsync()
    {
        var deadline = Class.Runtime.ActivationDeadline.Token;
        try
        {
            GrainInstance = Class.CreateInstance(this, out var facets);
            foreach (var facet in facets)
                await facet.OnActivateAsync(deadline).WaitAsync(deadline);
            if (GrainInstance is IGrainBase grain)
                await grain.OnActivateAsync(deadline).WaitAsync(deadline);
            _status = ActivationStatus.Valid;
            Interlocked.And(ref _state, ~Unavailable);
            if (Class.Runtime.IsStopping)
                Deactivate(DeactivationReasonCode.ShuttingDown);
        }
        catch (OperationCanceledException exception) when (deadline.IsCancellationRequested)
        {
            await AbandonAsync(new TimeoutException($"Grain {GrainId} did not activate in time.", exception));
        }
        catch (Exception exception)
        {
            await AbandonAsync(exception);
        }
    }

    // The callers that wait get the exception; whoever comes later tries again with a new activation.
    private async Task AbandonAsync(Exception cause)
    {
        Class.Runtime.OnActivationFailed(this, cause);
        await DisposeInstanceAsync();
        End();
        while (TakeWaiting() is { } request)
            request.Fail(cause);
    }

    private async Task DeactivateAsync()
    {
        var runtime = Class.Runtime;
        var reason = _extras?.Reason
            ?? new DeactivationReason(_deactivationCode, GrainRuntime.Describe(_deactivationCode));
        var deadline = runtime.DeactivationDeadline.Token;
        try
        {
            StopTimers();
            if (GrainInstance is IGrainBase grain)
                await grain.OnDeactivateAsync(reason, deadline).WaitAsync(deadline);
        }
        catch (Exception exception)
        {
            runtime.OnDeactivationFailed(this, exception);
        }

        await DisposeInstanceAsync();
        End();
    }

    private async Task DisposeInstanceAsync()
    {
        try
        {
            if (GrainInstance is IAsyncDisposable asyncDisposable)
                await asyncDisposable.DisposeAsync();
            else if (GrainInstance is IDisposable disposable)
                disposable.Dispose();
        }
        catch (Exception exception)
        {
            Class.Runtime.OnDeactivationFailed(this, exception);
        }
    }

    private void End()
    {
        _status = ActivationStatus.Dead;
        Interlocked.Or(ref _state, Unavailable);
        Class.Remove(this);
        _extras?.Deactivated.TrySetResult();
    }
}

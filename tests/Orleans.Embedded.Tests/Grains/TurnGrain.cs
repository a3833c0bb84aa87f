using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Grains;

public sealed class TurnGrain(Probe probe) : Grain, ITurnGrain
{
    private static int s_lastIdentity;

    private readonly int _identity = Interlocked.Increment(ref s_lastIdentity);
    private int _inside;
    private int _count;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Add($"activate {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Add($"deactivate {this.GetPrimaryKeyString()} {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<int> IncrementAsync()
    {
        Enter();
        _count++;
        Leave();
        return Task.FromResult(_count);
    }

    public async Task<int> IncrementSlowlyAsync(int yields)
    {
        var before = _count;
        for (var i = 0; i < yields; i++)
        {
            Enter();
            Leave();
            await Task.Yield();
        }

        // Only right when no other request ran between the awaits.
        _count = before + 1;
        return _count;
    }

    public ValueTask<int> ReadAsync() => new(_count);

    public ValueTask TouchAsync()
    {
        _count++;
        return default;
    }

    public Task PassAsync(string gate) => probe.PassAsync(gate);

    public Task ReadAtAsync(string gate) => probe.PassAsync(gate);

    public Task InterleaveAtAsync(string gate) => probe.PassAsync(gate);

    public Task NotifyAsync(string text) => probe.PassAsync(text);

    public Task FailOneWayAsync() => throw new InvalidOperationException("one-way failure");

    public Task ThrowAsync(string message) => throw new InvalidOperationException(message);

    public async Task ThrowLaterAsync(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }

    public Task<string?> RequestValueAsync(string key) => Task.FromResult(RequestContext.Get(key) as string);

    public Task SetRequestValueAsync(string key, string value)
    {
        RequestContext.Set(key, value);
        return Task.CompletedTask;
    }

    public async Task WaitForCancellationAsync(string gate, CancellationToken cancellationToken)
    {
        _ = probe.PassAsync(gate);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            probe.Add("cancelled");
            probe.Open(gate);
        }
    }

    public Task NeverAsync() => new TaskCompletionSource().Task;

    public async Task CallAndWaitAsync(string otherKey, string backKey)
    {
        if (otherKey == backKey)
            await GrainFactory.GetGrain<ITurnGrain>(otherKey).PassAsync("never");
        else
            await GrainFactory.GetGrain<ITurnGrain>(otherKey).CallAndWaitAsync(backKey, backKey);
    }

    public async Task<int> NestAsync(int depth) =>
        depth == 0 ? 0 : 1 + await GrainFactory.GetGrain<ITurnGrain>($"nest-{depth}").NestAsync(depth - 1);

    public async Task<bool> IsInOwnTurnAsync()
    {
        var before = ReferenceEquals(Activation.Current, GrainContext);
        await Task.Yield();
        var between = ReferenceEquals(Activation.Current, GrainContext);
        await Task.Run(() => { });
        return before && between && ReferenceEquals(Activation.Current, GrainContext);
    }

    public Task DeactivateAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<int> IdentityAsync() => Task.FromResult(_identity);

    private void Enter()
    {
        if (Interlocked.Exchange(ref _inside, 1) != 0)
            probe.Add("two turns at once");
    }

    private void Leave() => Volatile.Write(ref _inside, 0);
}

using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Grains;

public sealed class TimerGrain(Probe probe) : Grain, ITimerGrain
{
    private IGrainTimer? _timer;
    private int _ticks;

    public Task StartAsync(TimeSpan dueTime, TimeSpan period, bool interleave, bool keepAlive)
    {
        RequestContext.Set("who", "starter");
        _timer = this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(dueTime, period)
        {
            Interleave = interleave,
            KeepAlive = keepAlive,
        });
        return Task.CompletedTask;
    }

    public Task StopAsync()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task ChangeAsync(TimeSpan dueTime)
    {
        _timer!.Change(dueTime, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task PassAsync(string gate) => probe.PassAsync(gate);

    public Task DeactivateAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        var tick = ++_ticks;
        var isTurn = ReferenceEquals(Activation.Current, GrainContext) && RequestContext.Get("who") is null;
        probe.Add(isTurn ? $"tick {tick}" : $"tick {tick} outside a turn of its own");
        await probe.PassAsync($"tick {tick}");
        if (tick == 2)
            throw new InvalidOperationException("second tick");
    }
}

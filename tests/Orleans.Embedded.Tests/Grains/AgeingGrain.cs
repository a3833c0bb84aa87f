using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Grains;

[CollectionAgeLimit(Minutes = 3)]
public sealed class AgeingGrain(Probe probe) : Grain, IAgeingGrain
{
    public Task TouchAsync() => Task.CompletedTask;

    public Task DelayAsync(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public Task PassAsync(string gate) => probe.PassAsync(gate);

    public Task StartTimerAsync(bool keepAlive)
    {
        var period = TimeSpan.FromMinutes(1);
        this.RegisterGrainTimer(
            _ => Task.CompletedTask, new GrainTimerCreationOptions(period, period) { KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Add($"{this.GetPrimaryKeyString()} {reason.ReasonCode}");
        return probe.PassAsync($"ended {this.GetPrimaryKeyString()}");
    }
}

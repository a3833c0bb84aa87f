namespace Orleans.Embedded.Tests.Grains;

public sealed class DeadlockGrain : Grain, IDeadlockGrain
{
    public Task StartAsync(string other) =>
        GrainFactory.GetGrain<IDeadlockGrain>(other).GoOnAsync(this.GetPrimaryKeyString());

    public Task GoOnAsync(string first) => GrainFactory.GetGrain<IDeadlockGrain>(first).FinishAsync();

    public Task FinishAsync() => Task.CompletedTask;
}

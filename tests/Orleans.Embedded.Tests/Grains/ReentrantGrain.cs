using Orleans.Concurrency;

namespace Orleans.Embedded.Tests.Grains;

[Reentrant]
public sealed class ReentrantGrain(Probe probe) : Grain, IReentrantGrain
{
    public Task<string> CallMyselfAsync() => this.AsReference<IReentrantGrain>().AnswerAsync();

    public Task<string> AnswerAsync() => Task.FromResult("answer");

    public Task PassAsync(string gate) => probe.PassAsync(gate);
}

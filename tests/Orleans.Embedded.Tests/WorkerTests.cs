using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Activations;
using Orleans.Embedded.Tests.Grains;

namespace Orleans.Embedded.Tests;

public sealed class WorkerTests
{
    [Fact]
    public async Task StatelessWorker_WhenCallersAreMany_RunsUpToItsMaximumInParallel()
    {
        await using var silo = await TestSilo.StartAsync();
        var probe = silo.Services.GetRequiredService<Probe>();
        var grain = silo.Grains.GetGrain<IWorkerGrain>(0);

        var first = grain.PassAsync("first");
        var second = grain.PassAsync("second");
        await probe.WaitUntilReachedAsync("first");
        await probe.WaitUntilReachedAsync("second");
        var third = grain.PassAsync("third");
        var fourth = grain.PassAsync("fourth");
        foreach (var gate in new[] { "third", "fourth", "first", "second" })
            probe.Open(gate);

        var identities = await Task.WhenAll(first, second, third, fourth);
        Assert.NotEqual(identities[0], identities[1]);
        Assert.Equal(2, identities.Distinct().Count());
    }

    [Fact]
    public async Task StatelessWorker_WhenTheLastOneEnds_LeavesNothingBehindAndCanBeginAgain()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<IWorkerGrain>(0);
        silo.Services.GetRequiredService<Probe>().Open("open");
        var identity = await grain.PassAsync("open");
        var workers = silo.Services.GetRequiredService<GrainRuntime>().FindClass(grain.GetGrainId().Type);

        var worker = Assert.Single(Assert.Single(workers.Pools).Value.Workers);
        var ended = worker.Deactivated;
        worker.Deactivate(DeactivationReasonCode.RuntimeRequested);
        await ended;

        Assert.Empty(workers.Pools);
        Assert.NotEqual(identity, await grain.PassAsync("open"));
    }

    [Fact]
    public async Task StatelessWorker_WhenOneIsIdle_IsUsedAgain()
    {
        await using var silo = await TestSilo.StartAsync();
        var probe = silo.Services.GetRequiredService<Probe>();
        var grain = silo.Grains.GetGrain<IWorkerGrain>(0);
        probe.Open("open");

        var identities = new HashSet<int>();
        for (var i = 0; i < 10; i++)
            identities.Add(await grain.PassAsync("open"));

        Assert.Single(identities);
    }
}

using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Activations;
using Orleans.Embedded.Tests.Grains;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests;

public sealed class ActivationTests
{
    [Fact]
    public async Task Activation_WhenManyCallFirst_HappensOnce()
    {
        await using var silo = await TestSilo.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(
            () => silo.Grains.GetGrain<ITurnGrain>("once").IncrementAsync())));

        Assert.Equal(64, await silo.Grains.GetGrain<ITurnGrain>("once").ReadAsync());
        Assert.Single(silo.Services.GetRequiredService<Probe>().Entries, entry => entry == "activate once");
    }

    [Fact]
    public async Task Activation_WhenItFails_GivesTheExceptionToTheCallersAndIsTriedAgain()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<IFragileGrain>(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));

        var first = await Assert.ThrowsAsync<InvalidOperationException>(grain.ActivationsAsync);
        var second = await Assert.ThrowsAsync<InvalidOperationException>(grain.ActivationsAsync);

        Assert.Equal(("first", "second"), (first.Message, second.Message));
        Assert.Equal(3, await grain.ActivationsAsync());
    }

    [Fact]
    public async Task DeactivateOnIdle_WhenCalled_EndsTheActivationBeforeTheNextRequest()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<ITurnGrain>("leaving");
        await grain.IncrementAsync();

        await grain.DeactivateAsync();

        Assert.Equal(1, await grain.IncrementAsync());
        Assert.Equal(
            ["activate leaving", "deactivate leaving ApplicationRequested", "activate leaving"],
            silo.Services.GetRequiredService<Probe>().Entries);
    }

    [Fact]
    public async Task DeactivateOnIdle_WhenCallersRaceIt_LosesNoRequest()
    {
        await using var silo = await TestSilo.StartAsync();
        var keys = Enumerable.Range(0, 4).Select(i => $"race-{i}").ToArray();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            var count = 0;
            for (var i = 0; i < 2_000; i++)
            {
                var grain = silo.Grains.GetGrain<ITurnGrain>(keys[(caller + i) % keys.Length]);
                if (i % 50 == caller)
                    await grain.DeactivateAsync();
                count += await grain.IncrementAsync() > 0 ? 1 : 0;
            }

            return count;
        })));

        Assert.Equal(16_000, answers.Sum());
        Assert.DoesNotContain("two turns at once", silo.Services.GetRequiredService<Probe>().Entries);
    }

    [Fact]
    public async Task Deactivated_WhenTheActivationEnds_Completes()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grains.GetGrain<ITurnGrain>("ended").TouchAsync();
        var runtime = silo.Services.GetRequiredService<GrainRuntime>();
        var activation = runtime.FindClass(GrainType.Create("turn")).Activations.Find(IdSpan.Create("ended"))!;

        activation.Deactivate(new DeactivationReason(DeactivationReasonCode.RuntimeRequested, "test"));
        await activation.Deactivated.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.True(activation.Deactivated.IsCompleted);
        Assert.Null(activation.Class.Activations.Find(IdSpan.Create("ended")));
    }

    [Fact]
    public async Task Stop_WhenActivationsLive_EndsThemAll()
    {
        await using var silo = await TestSilo.StartAsync();
        for (var i = 0; i < 100; i++)
            await silo.Grains.GetGrain<ITurnGrain>($"stopped-{i}").TouchAsync();

        await silo.StopAsync();

        Assert.Equal(100, silo.Services.GetRequiredService<Probe>().Entries
            .Count(entry => entry.EndsWith("ShuttingDown", StringComparison.Ordinal)));
        await Assert.ThrowsAsync<SiloUnavailableException>(
            () => silo.Grains.GetGrain<ITurnGrain>("late").IncrementAsync());
    }

    [Fact]
    public async Task Deadlock_WhenItTimesOut_IsReportedWithTheWholeCircle()
    {
        await using var silo = await TestSilo.StartAsync();

        var timeout = await Assert.ThrowsAsync<TimeoutException>(
            () => silo.Grains.GetGrain<IDeadlockGrain>("a").StartAsync("b"));

        Assert.Contains("FinishAsync of grain deadlock/a", timeout.Message, StringComparison.Ordinal);
        Assert.Contains("waits behind Orleans.Embedded.Tests.Grains.IDeadlockGrain.StartAsync", timeout.Message,
            StringComparison.Ordinal);
        Assert.Contains("GoOnAsync of grain deadlock/b", timeout.Message, StringComparison.Ordinal);
        Assert.Contains("a deadlock", timeout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reentrant_WhenGrainCallsItself_Answers()
    {
        await using var silo = await TestSilo.StartAsync();

        Assert.Equal("answer", await silo.Grains.GetGrain<IReentrantGrain>("self").CallMyselfAsync());
    }

    [Fact]
    public async Task Reentrant_WhenARequestAwaits_RunsAnother()
    {
        await using var silo = await TestSilo.StartAsync();
        var probe = silo.Services.GetRequiredService<Probe>();
        var grain = silo.Grains.GetGrain<IReentrantGrain>("reentrant");

        var first = grain.PassAsync("first");
        await probe.WaitUntilReachedAsync("first");
        Assert.Equal("answer", await grain.AnswerAsync());
        Assert.False(first.IsCompleted);
        probe.Open("first");
        await first;
    }

    [Fact]
    public async Task Key_WhenReadInAllForms_IsTheOneGiven()
    {
        await using var silo = await TestSilo.StartAsync();
        var guid = new Guid("11111111-2222-3333-4444-555555555555");

        Assert.Equal("x/y", silo.Grains.GetGrain<ITurnGrain>("x/y").GetPrimaryKeyString());
        Assert.Equal(-42, silo.Grains.GetGrain<IStateGrain>(-42).GetPrimaryKeyLong());
        Assert.Equal(guid, silo.Grains.GetGrain<IFragileGrain>(guid).GetPrimaryKey());
        Assert.Equal("turn/x/y", silo.Grains.GetGrain<ITurnGrain>("x/y").GetGrainId().ToString());
        Assert.Equal(GrainId.Parse("turn/x/y"), silo.Grains.GetGrain<ITurnGrain>("x/y").GetGrainId());
        Assert.Equal(
            silo.Grains.GetGrain<ITurnGrain>("a"),
            silo.Grains.GetGrain<ITurnGrain>(GrainId.Create("turn", "a")));
    }
}

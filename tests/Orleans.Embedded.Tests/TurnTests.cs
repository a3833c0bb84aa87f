using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Embedded.Activations;
using Orleans.Embedded.Tests.Grains;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests;

public sealed class TurnTests
{
    [Fact]
    public async Task Call_WhenManyCallersAtOnce_RunsOneTurnAtATime()
    {
        await using var silo = await TestSilo.StartAsync();
        var keys = Enumerable.Range(0, 3).Select(i => $"busy-{i}").ToArray();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 5_000; i++)
                await silo.Grains.GetGrain<ITurnGrain>(keys[(i + caller) % keys.Length]).IncrementAsync();
        })));

        var total = 0;
        foreach (var key in keys)
            total += await silo.Grains.GetGrain<ITurnGrain>(key).ReadAsync();
        Assert.Equal(40_000, total);
        Assert.DoesNotContain("two turns at once", silo.Services.GetRequiredService<Probe>().Entries);
    }

    [Fact]
    public async Task Call_WhenRequestsAwait_KeepsLaterRequestsWaiting()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<ITurnGrain>("slow");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
                await (i % 2 == 0 ? grain.IncrementSlowlyAsync(3) : grain.IncrementAsync());
        })));

        Assert.Equal(1_600, await grain.ReadAsync());
        Assert.DoesNotContain("two turns at once", silo.Services.GetRequiredService<Probe>().Entries);
    }

    [Fact]
    public async Task Call_WhenGrainIsIdleAndMethodDoesNotAwait_CompletesOnTheSpot()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<ITurnGrain>("inline");
        await grain.TouchAsync();

        Assert.True(grain.IncrementAsync().IsCompletedSuccessfully);
        Assert.True(grain.TouchAsync().AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Call_WhenGrainIsIdle_AllocatesNothingBeyondTheTask()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<ITurnGrain>("lean");
        for (var i = 0; i < 100; i++)
            await grain.ReadAsync();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            await grain.ReadAsync();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Continuation_WhenGrainAwaits_ReturnsToTheTurnOfTheGrain()
    {
        await using var silo = await TestSilo.StartAsync();

        Assert.True(await silo.Grains.GetGrain<ITurnGrain>("context").IsInOwnTurnAsync());
    }

    [Fact]
    public async Task Caller_WhenCallReturns_HasItsOwnContext()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<ITurnGrain>("context");
        await grain.TouchAsync();
        var own = new SynchronizationContext();
        SynchronizationContext.SetSynchronizationContext(own);

        _ = grain.IncrementAsync();

        Assert.Same(own, SynchronizationContext.Current);
        Assert.Null(Activation.Current);
        SynchronizationContext.SetSynchronizationContext(null);
    }

    [Fact]
    public async Task Call_WhenNestedDeeperThanTheBound_StillAnswers()
    {
        await using var silo = await TestSilo.StartAsync();

        Assert.Equal(200, await silo.Grains.GetGrain<ITurnGrain>("nest-root").NestAsync(200));
    }

    [Fact]
    public async Task Call_WhenMethodThrows_GivesTheExceptionToTheCaller()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<ITurnGrain>("faulty");

        var now = await Assert.ThrowsAsync<InvalidOperationException>(() => grain.ThrowAsync("now"));
        var later = await Assert.ThrowsAsync<InvalidOperationException>(() => grain.ThrowLaterAsync("later"));

        Assert.Equal(("now", "later"), (now.Message, later.Message));
        Assert.Equal(1, await grain.IncrementAsync());
    }

    [Fact]
    public async Task ReadOnlyRequests_WhenOneAwaits_InterleaveWithEachOtherOnly()
    {
        await using var silo = await TestSilo.StartAsync();
        var probe = silo.Services.GetRequiredService<Probe>();
        var grain = silo.Grains.GetGrain<ITurnGrain>("readers");

        var first = grain.ReadAtAsync("r1");
        var second = grain.ReadAtAsync("r2");
        var writer = grain.IncrementAsync();
        await probe.WaitUntilReachedAsync("r1");
        await probe.WaitUntilReachedAsync("r2");
        Assert.False(writer.IsCompleted);

        probe.Open("r1");
        await first;
        Assert.False(writer.IsCompleted);
        probe.Open("r2");
        await second;
        Assert.Equal(1, await writer);
    }

    [Fact]
    public async Task AlwaysInterleave_WhenAnotherRequestAwaits_Runs()
    {
        await using var silo = await TestSilo.StartAsync();
        var probe = silo.Services.GetRequiredService<Probe>();
        var grain = silo.Grains.GetGrain<ITurnGrain>("interleave");

        var blocking = grain.PassAsync("gate");
        await probe.WaitUntilReachedAsync("gate");
        probe.Open("free");
        await grain.InterleaveAtAsync("free");
        Assert.False(blocking.IsCompleted);
        probe.Open("gate");
        await blocking;
    }

    [Fact]
    public async Task OneWay_WhenCalled_DoesNotWaitForTheGrain()
    {
        await using var silo = await TestSilo.StartAsync();
        var probe = silo.Services.GetRequiredService<Probe>();
        var grain = silo.Grains.GetGrain<ITurnGrain>("one-way");

        Assert.True(grain.NotifyAsync("note").IsCompletedSuccessfully);
        await probe.WaitUntilReachedAsync("note");
        probe.Open("note");
    }

    [Fact]
    public async Task OneWay_WhenItFails_IsLogged()
    {
        await using var silo = await TestSilo.StartAsync();

        await silo.Grains.GetGrain<ITurnGrain>("one-way").FailOneWayAsync();

        Assert.Contains("FailOneWayAsync", await silo.Log.WaitForAsync("one-way failure"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequestContext_WhenSetByCaller_ReachesTheGrain()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<ITurnGrain>("context");
        var probe = silo.Services.GetRequiredService<Probe>();

        RequestContext.Set("who", "caller");
        Assert.Equal("caller", await grain.RequestValueAsync("who"));
        var blocking = grain.PassAsync("queue");
        var queued = grain.RequestValueAsync("who");
        RequestContext.Set("who", "changed");
        probe.Open("queue");
        await blocking;

        Assert.Equal("caller", await queued);
    }

    [Fact]
    public async Task RequestContext_WhenSetByTheGrain_DoesNotReachTheCaller()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<ITurnGrain>("context");
        await grain.TouchAsync();

        RequestContext.Set("who", "caller");
        _ = grain.SetRequestValueAsync("who", "callee");

        Assert.Equal("caller", RequestContext.Get("who"));
    }

    [Fact]
    public async Task Cancellation_WhenRequestRuns_ReachesTheGrain()
    {
        await using var silo = await TestSilo.StartAsync();
        var probe = silo.Services.GetRequiredService<Probe>();
        var grain = silo.Grains.GetGrain<ITurnGrain>("cancel");
        using var source = new CancellationTokenSource();

        var call = grain.WaitForCancellationAsync("running", source.Token);
        await probe.WaitUntilReachedAsync("running");
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await grain.IncrementAsync();
        Assert.Contains("cancelled", probe.Entries);
    }

    [Fact]
    public async Task Cancellation_WhenRequestWaits_AnswersAtOnceAndNeverRunsIt()
    {
        await using var silo = await TestSilo.StartAsync();
        var probe = silo.Services.GetRequiredService<Probe>();
        var grain = silo.Grains.GetGrain<ITurnGrain>("cancel");
        using var source = new CancellationTokenSource();

        var blocking = grain.PassAsync("gate");
        var waiting = grain.WaitForCancellationAsync("running", source.Token);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        probe.Open("gate");
        await blocking;
        Assert.DoesNotContain("cancelled", probe.Entries);
    }

    [Fact]
    public async Task Call_WhenTooManyRequestsWait_IsRefused()
    {
        await using var silo = await TestSilo.StartAsync(builder => builder.Services
            .Configure<SiloMessagingOptions>(options => options.MaxEnqueuedRequestsHardLimit = 2));
        var probe = silo.Services.GetRequiredService<Probe>();
        var grain = silo.Grains.GetGrain<ITurnGrain>("full");

        var running = grain.PassAsync("gate");
        var waiting = new[] { grain.IncrementAsync(), grain.IncrementAsync() };
        await Assert.ThrowsAsync<LimitExceededException>(() => grain.IncrementAsync());
        probe.Open("gate");
        await running;

        int[] answers = await Task.WhenAll(waiting);
        Assert.Equal([1, 2], answers);
        Assert.Equal(3, await grain.IncrementAsync());
    }

    [Fact]
    public async Task Timeout_WhenMethodNeverAnswers_NamesMethodAndGrain()
    {
        await using var silo = await TestSilo.StartAsync();

        var timeout = await Assert.ThrowsAsync<TimeoutException>(
            () => silo.Grains.GetGrain<ITurnGrain>("hung").NeverAsync());

        Assert.Contains("ITurnGrain.NeverAsync", timeout.Message, StringComparison.Ordinal);
        Assert.Contains("turn/hung", timeout.Message, StringComparison.Ordinal);
    }
}

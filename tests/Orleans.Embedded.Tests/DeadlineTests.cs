using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Embedded.Tests.Grains;

namespace Orleans.Embedded.Tests;

public sealed class DeadlineTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Activation_WhenItNeverBegins_IsGivenUpAndTheCallerIsTold()
    {
        await using var silo = await StartAsync();

        var call = silo.Grains.GetGrain<IHangingGrain>("begin").HelloAsync();
        _time.Advance(TimeSpan.FromSeconds(10));

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Equal("Grain hanging/begin did not activate in time.", failure.Message);
    }

    [Fact]
    public async Task Activation_WhenItNeverEnds_IsReplacedAfterItsDeadline()
    {
        await using var silo = await StartAsync();
        var grain = silo.Grains.GetGrain<IHangingGrain>("end");
        await grain.HelloAsync();

        await grain.LeaveAsync();
        var probe = silo.Services.GetRequiredService<Probe>();
        await probe.WaitUntilReachedAsync("never");
        var call = grain.HelloAsync();
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("hello from hanging/end", await call);
        Assert.NotEmpty(silo.Log.Errors);
    }

    [Fact]
    public async Task Filter_WhenTheGrainIsOne_SeesItsOwnCalls()
    {
        await using var silo = await StartAsync();

        Assert.Equal("hello from hanging/x", await silo.Grains.GetGrain<IHangingGrain>("x").HelloAsync());
    }

    [Fact]
    public async Task GetGrain_WhenTheKeyIsBlankOrNoClassFits_Refuses()
    {
        await using var silo = await StartAsync();

        Assert.Throws<ArgumentException>(() => silo.Grains.GetGrain<IHangingGrain>(" "));
        Assert.Throws<ArgumentException>(() => silo.Grains.GetGrain<IHangingGrain>("a", "No.Such.Class"));
        Assert.Throws<ArgumentException>(
            () => silo.Grains.GetGrain<IHangingGrain>(Runtime.GrainId.Create("nosuch", "a")));
        Assert.Throws<ArgumentException>(
            () => silo.Grains.GetGrain<IHangingGrain>(Runtime.GrainId.Create("turn", "a")));
    }

    private Task<TestSilo> StartAsync() => TestSilo.StartAsync(silo =>
    {
        silo.Services.AddSingleton<TimeProvider>(_time);
        silo.Services.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromHours(1));
        silo.Services.Configure<GrainCollectionOptions>(options =>
            options.ActivationTimeout = options.DeactivationTimeout = TimeSpan.FromSeconds(2));
    });
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Embedded.Activations;
using Orleans.Embedded.Tests.Grains;
using Orleans.Hosting;

namespace Orleans.Embedded.Tests;

public sealed class CollectionTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new();
    private readonly Gauge _gauge = new();

    [Fact]
    public async Task Activation_WhenIdleForTheAgeOfItsClass_IsCollected()
    {
        await using var silo = await StartAsync();
        var probe = silo.Services.GetRequiredService<Probe>();
        await silo.Grains.GetGrain<IAgeingGrain>("idle").TouchAsync();
        await silo.Grains.GetGrain<IAgeingGrain>("used").TouchAsync();
        await silo.Grains.GetGrain<IAgeingGrain>("delayed").DelayAsync(Minute * 10);
        await silo.Grains.GetGrain<IAgeingGrain>("ticking").StartTimerAsync(keepAlive: true);
        var busy = silo.Grains.GetGrain<IAgeingGrain>("busy").PassAsync("busy");

        _time.Advance(Minute * 2);
        await silo.Grains.GetGrain<IAgeingGrain>("used").TouchAsync();
        _time.Advance(Minute * 2);
        await probe.WaitUntilReachedAsync("ended idle");

        Assert.Equal(["idle ActivationIdle"], probe.Entries);
        OpenAll(probe);
        await busy;
    }

    [Fact]
    public async Task Activation_WhenOnlyItsTimerTicks_IsCollected()
    {
        await using var silo = await StartAsync();
        var probe = silo.Services.GetRequiredService<Probe>();
        await silo.Grains.GetGrain<IAgeingGrain>("idle").StartTimerAsync(keepAlive: false);

        var ended = probe.WaitUntilReachedAsync("ended idle");
        while (!ended.IsCompleted)
        {
            // A tick runs on another thread, and an activation in a turn is not idle: there may be some more rounds.
            _time.Advance(Minute);
            await Task.Yield();
        }

        await ended;
        OpenAll(probe);
    }

    [Fact]
    public async Task Activations_WhenMemoryIsShort_EndFromTheOneUsedLongestAgo()
    {
        await using var silo = await StartAsync(options => options.EnableActivationSheddingOnMemoryPressure = true);
        var probe = silo.Services.GetRequiredService<Probe>();
        for (var i = 0; i < 10; i++)
        {
            await silo.Grains.GetGrain<IAgeingGrain>($"{i}").TouchAsync();
            _time.Advance(TimeSpan.FromSeconds(2));
        }

        // From 90 down to 75 of 100 is a sixth of what is in use: 2 of 10 activations.
        _gauge.Used = 90;
        _time.Advance(TimeSpan.FromSeconds(5));
        await probe.WaitUntilReachedAsync("ended 0");
        await probe.WaitUntilReachedAsync("ended 1");
        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(["0 HighMemoryPressure", "1 HighMemoryPressure"], probe.Entries.Order());
        Assert.True(_gauge.IsRequested);
        OpenAll(probe);
    }

    [Fact]
    public async Task Options_WhenOutOfRange_AreReportedAllAtOnce()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(options =>
        {
            options.CollectionAge = TimeSpan.FromSeconds(1);
            options.MemoryUsageTargetPercentage = 90;
        }));

        Assert.Equal(2, failure.Failures.Count());
        Assert.Contains("GrainCollectionOptions.CollectionAge is 00:00:01; set it from 00:01:00", failure.Message,
            StringComparison.Ordinal);
    }

    private static void OpenAll(Probe probe)
    {
        foreach (var key in new[] { "idle", "used", "delayed", "ticking", "busy" })
            probe.Open($"ended {key}");
        for (var i = 0; i < 10; i++)
            probe.Open($"ended {i}");
        probe.Open("busy");
    }

    private Task<TestSilo> StartAsync(Action<GrainCollectionOptions>? configure = null) => TestSilo.StartAsync(silo =>
    {
        silo.Services.AddSingleton<TimeProvider>(_time).AddSingleton<MemoryGauge>(_gauge);
        silo.Services.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromHours(1));
        silo.Services.Configure<GrainCollectionOptions>(options => configure?.Invoke(options));
    });

    private sealed class Gauge : MemoryGauge
    {
        public long Used { get; set; } = 10;

        public bool IsRequested { get; private set; }

        public override int Collections => 0;

        public override (long Used, long Available) Read() => (Used, 100);

        public override void RequestCollection() => IsRequested = true;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Activations;
using Orleans.Embedded.Sqlite;
using Orleans.Embedded.Tests.Grains;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Orleans.Embedded.Tests;

public sealed class ReminderTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly TestFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly Probe _probe = new();

    [Fact]
    public async Task Reminder_WhenDue_WakesTheGrainPeriodAfterPeriod()
    {
        await using var cluster = await DeployAsync(silo => silo.UseInMemoryReminderService());
        var grain = cluster.Client.GetGrain<IReminderGrain>("r");
        await grain.RegisterAsync("daily", Minute * 2, Minute * 10);
        var activations = cluster.Silos[0].ServiceProvider.GetRequiredService<GrainRuntime>()
            .FindClass(grain.GetGrainId().Type).Activations;
        var ended = activations.Find(grain.GetGrainId().Key)!.Deactivated;
        await grain.DeactivateAsync();
        await ended;

        _time.Advance(Minute * 2);
        _time.Advance(Minute * 10);

        Assert.Equal(["r daily 0", "r daily 1"], _probe.Entries);
    }

    [Fact]
    public async Task Reminder_WhenTheProcessStartsAgain_IsStillThere()
    {
        await using var cluster = await DeployAsync(
            silo => silo.UseSqliteReminders(_folder.File("reminders.db")));
        await cluster.Client.GetGrain<IReminderGrain>("r").RegisterAsync("kept", Minute, Minute * 10);
        await cluster.Client.GetGrain<IReminderGrain>("r").RegisterAsync("ended", Minute, Minute * 10);
        await cluster.Client.GetGrain<IReminderGrain>("r").UnregisterAsync("ended");

        await cluster.RestartSiloAsync(cluster.Silos[0]);
        Assert.True(await cluster.Client.GetGrain<IReminderGrain>("r").HasAsync("kept"));
        Assert.False(await cluster.Client.GetGrain<IReminderGrain>("r").HasAsync("ended"));
        _time.Advance(Minute);

        Assert.Equal(["r kept 0"], _probe.Entries);
    }

    [Fact]
    public async Task Reminder_WhenTicksWereMissed_GoesOnWithTheNextOne()
    {
        await using var cluster = await DeployAsync(
            silo => silo.UseSqliteReminders(_folder.File("reminders.db")));
        await cluster.Client.GetGrain<IReminderGrain>("r").RegisterAsync("late", Minute, Minute * 10);
        await cluster.StopAllSilosAsync();
        _time.Advance(Minute * 25);

        await cluster.DeployAsync();
        _time.Advance(Minute * 6);

        Assert.Equal(["r late 3"], _probe.Entries);
    }

    [Fact]
    public async Task Reminder_WhenTheGrainFails_ComesAgain()
    {
        await using var cluster = await DeployAsync(silo => silo.UseInMemoryReminderService());
        await cluster.Client.GetGrain<IReminderGrain>("r").RegisterAsync("failing", Minute, Minute);

        _time.Advance(Minute * 3);

        Assert.Equal(["r failing 0", "r failing 1", "r failing 2"], _probe.Entries);
    }

    [Fact]
    public async Task Register_WhenThePeriodIsTooShortOrTheNameUnknown_Refuses()
    {
        await using var cluster = await DeployAsync(silo => silo.UseInMemoryReminderService());
        var grain = cluster.Client.GetGrain<IReminderGrain>("r");

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => grain.RegisterAsync("fast", Minute, TimeSpan.FromSeconds(1)));
        await Assert.ThrowsAsync<ReminderException>(() => grain.UnregisterAsync("unknown"));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<InProcessTestCluster> DeployAsync(Action<ISiloBuilder> configure)
    {
        var cluster = new InProcessTestClusterBuilder()
            .ConfigureSiloHost((_, host) => host.Services.AddSingleton(_probe).AddSingleton<TimeProvider>(_time))
            .ConfigureSilo((_, silo) => configure(silo))
            .Build();
        await cluster.DeployAsync();
        return cluster;
    }
}

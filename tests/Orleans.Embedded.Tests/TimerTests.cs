using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Tests.Grains;

namespace Orleans.Embedded.Tests;

public sealed class TimerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Timer_WhenDue_TicksInTurnsOneAfterAnother()
    {
        await using var test = await StartAsync();
        await test.Grain.StartAsync(Second, Second, interleave: false, keepAlive: false);

        await test.TickAsync(1);
        test.Time.Advance(Second * 5);
        await test.FinishTickAsync(1);
        await test.TickAsync(2);
        await test.FinishTickAsync(2);
        await test.TickAsync(3);

        Assert.Equal(["tick 1", "tick 2", "tick 3"], test.Probe.Entries);
        test.Probe.Open("tick 3");
    }

    [Fact]
    public async Task Timer_WhenATickFails_IsLoggedAndGoesOn()
    {
        await using var test = await StartAsync();
        await test.Grain.StartAsync(Second, Second, interleave: false, keepAlive: false);

        await test.TickAsync(1);
        await test.FinishTickAsync(1);
        await test.TickAsync(2);
        test.Probe.Open("tick 2");
        await test.Silo.Log.WaitForAsync("second tick");
        await test.TickAsync(3);

        test.Probe.Open("tick 3");
    }

    [Fact]
    public async Task Timer_WhenRequestAwaits_WaitsUnlessItInterleaves()
    {
        await using var test = await StartAsync();
        await test.Grain.StartAsync(Second, Timeout.InfiniteTimeSpan, interleave: false, keepAlive: false);
        var request = test.Grain.PassAsync("request");
        test.Time.Advance(Second);
        Assert.Empty(test.Probe.Entries);
        test.Probe.Open("request");
        await request;
        await test.Probe.WaitUntilReachedAsync("tick 1");
        test.Probe.Open("tick 1");

        await test.Grain.StartAsync(Second, Timeout.InfiniteTimeSpan, interleave: true, keepAlive: false);
        var other = test.Grain.PassAsync("other");
        test.Time.Advance(Second);
        await test.Probe.WaitUntilReachedAsync("tick 2");
        Assert.False(other.IsCompleted);
        test.Probe.Open("tick 2");
        test.Probe.Open("other");
        await other;
    }

    [Fact]
    public async Task Timer_WhenStoppedOrGrainEnds_TicksNoMore()
    {
        await using var test = await StartAsync();
        await test.Grain.StartAsync(Second, Second, interleave: false, keepAlive: false);
        await test.Grain.StopAsync();
        test.Time.Advance(Second * 3);
        await test.Grain.StartAsync(Second, Second, interleave: false, keepAlive: false);
        await test.Grain.DeactivateAsync();
        await test.Grain.StartAsync(Second * 100, Second, interleave: false, keepAlive: false);
        test.Time.Advance(Second * 3);
        await test.Grain.StopAsync();

        Assert.Empty(test.Probe.Entries);
    }

    [Fact]
    public async Task Timer_WhenChanged_TicksAtTheNewTime()
    {
        await using var test = await StartAsync();
        await test.Grain.StartAsync(Second * 100, Second, interleave: false, keepAlive: false);

        await test.Grain.ChangeAsync(Second);

        await test.TickAsync(1);
        test.Probe.Open("tick 1");
    }

    private static async Task<Running> StartAsync()
    {
        var time = new ManualTime();
        var silo = await TestSilo.StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(time));
        return new Running(silo, time);
    }

    private sealed record Running(TestSilo Silo, ManualTime Time) : IAsyncDisposable
    {
        public ITimerGrain Grain { get; } = Silo.Grains.GetGrain<ITimerGrain>("timer");

        public Probe Probe { get; } = Silo.Services.GetRequiredService<Probe>();

        public async Task TickAsync(int number)
        {
            // The timer is set again after the end of a tick, so it may take some rounds until it is due.
            var reached = Probe.WaitUntilReachedAsync($"tick {number}");
            while (!reached.IsCompleted)
            {
                Time.Advance(Second);
                await Task.Yield();
            }
        }

        public async Task FinishTickAsync(int number)
        {
            Probe.Open($"tick {number}");
            await Grain.PassAsync(Opened());
        }

        public ValueTask DisposeAsync() => Silo.DisposeAsync();

        private string Opened()
        {
            Probe.Open("opened");
            return "opened";
        }
    }
}

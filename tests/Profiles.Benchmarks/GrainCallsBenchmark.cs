using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Profiles.Benchmarks;

/// <summary>
/// Calls to grains in process: many callers over 10,000 grains, one call after another, and bytes of an idle
/// activation.
/// </summary>
internal static class GrainCallsBenchmark
{
    private const int Grains = 10_000;
    private const int IdleActivations = 1_000_000;
    private const int Callers = 64;

    public static async Task RunAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(_ => { });
        using var host = builder.Build();
        await host.StartAsync();
        var factory = host.Services.GetRequiredService<IGrainFactory>();

        var echoes = Enumerable.Range(0, Grains).Select(key => factory.GetGrain<IEchoGrain>(key)).ToArray();
        await ManyCallersAsync(echoes, TimeSpan.FromSeconds(2));
        Report.Line(
            "grain calls, 10,000 grains, many callers", await ManyCallersAsync(
                echoes, TimeSpan.FromSeconds(5)), "calls/s",
            "3,000,000", "Orleans 1.0 M/s");
        await OneAfterAnotherAsync(echoes[0], 1_000_000);
        Report.Line(
            "one grain call after another", await OneAfterAnotherAsync(echoes[0], 10_000_000) * 1e6, "µs", "0.5",
            "Orleans 3.6 µs");
        await MeasureActivationsAsync(factory);
        await host.StopAsync();
    }

    private static async Task<double> ManyCallersAsync(IEchoGrain[] echoes, TimeSpan time)
    {
        var stopwatch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var count = 0;
            for (var at = caller * 997; stopwatch.Elapsed < time;)
            {
                for (var burst = 0; burst < 1000; burst++, count++)
                {
                    // Any order but the one they lie in: a linear congruential generator (Numerical Recipes).
                    at = (at * 1_664_525) + 1_013_904_223;
                    await echoes[(int)((uint)at % Grains)].EchoAsync(at);
                }
            }

            return count;
        })));
        return counts.Sum(count => (double)count) / stopwatch.Elapsed.TotalSeconds;
    }

    private static async Task<double> OneAfterAnotherAsync(IEchoGrain echo, int calls)
    {
        var stopwatch = Stopwatch.StartNew();
        for (var call = 0; call < calls; call++) await echo.EchoAsync(call);
        return stopwatch.Elapsed.TotalSeconds / calls;
    }

    private static async Task MeasureActivationsAsync(IGrainFactory factory)
    {
        await factory.GetGrain<IEchoGrain>(-1).EchoAsync(0);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var stopwatch = Stopwatch.StartNew();
        for (var key = 0; key < IdleActivations; key++) await factory.GetGrain<IEchoGrain>(key + Grains).EchoAsync(0);
        var seconds = stopwatch.Elapsed.TotalSeconds;
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        Report.Line("memory of an idle activation", (double)bytes / IdleActivations, "bytes", "400", "Orleans 1,783");
        Report.Line("activations", IdleActivations / seconds, "/s", "", "Orleans 30,000/s");
    }
}

using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Profiles.Contracts;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Streaming.Hosting;

namespace Profiles.Benchmarks;

/// <summary>
/// A log of events about 1 M users is folded from its start, checkpoints on: decode, deliver, fold with traits, write
/// states.
/// </summary>
internal static class LogToProfilesBenchmark
{
    private const int Users = 1_000_000;
    private const int Contents = 10_000;
    private const int Batch = 4_000;

    private static readonly string[] Genres =
        ["Action", "Comedy", "Drama", "Crime", "Thriller", "Romance", "Sport", "News", "Family", "Documentary"];

    public static async Task RunAsync(string dataPath, int events)
    {
        var filled = Stopwatch.StartNew();
        await using (var host = await StartAsync(dataPath)) await FillAsync(host.Services, events);
        Console.WriteLine($"filled a log of {events:N0} events in {filled.Elapsed.TotalSeconds:F1} s, {Collections()}");
        foreach (var states in Directory.GetDirectories(dataPath, "state", SearchOption.AllDirectories))
            Directory.Delete(states, recursive: true);

        var allocated = GC.GetTotalAllocatedBytes();
        var stopwatch = Stopwatch.StartNew();
        await using (var host = await StartAsync(dataPath))
        {
            var opened = stopwatch.Elapsed;
            var status = host.Services.GetRequiredService<IPlatformStatus>();
            while (!status.Read().IsReady) await Task.Delay(5);
            var folded = stopwatch.Elapsed - opened;
            allocated = GC.GetTotalAllocatedBytes() - allocated;
            Report.Line(
                "log to folded profiles, 1 M users, checkpoints on", events / folded.TotalSeconds, "events/s",
                "1,000,000",
                "Orleans memory streams 0.2 M to 2.4 M/s, not durable");
            Report.Line("  allocated", (double)allocated / events, "bytes/event", "", "");
            Report.Line("  paused by the collector", GC.GetTotalPauseDuration().TotalSeconds, "s", "", Collections());
            Report.Line("  heap after it", GC.GetTotalMemory(forceFullCollection: true) / 1e6, "MB", "", "");
        }

        Report.Line("  until the last checkpoint was written", stopwatch.Elapsed.TotalSeconds, "s", "", "");
    }

    private static string Collections() =>
        $"since the start, {GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)} collections";

    private static async Task<IHost> StartHostAsync(string dataPath)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddEmbeddedProfiles(new ProfilesHostOptions { DataPath = dataPath, MaxLagRecords = 100_000_000 });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static async Task<StoppingHost> StartAsync(string dataPath) => new(await StartHostAsync(dataPath));

    private static async Task FillAsync(IServiceProvider services, int events)
    {
        var contents = Enumerable.Range(0, Contents).Select(content => new ContentItem
        {
            Id = $"c-{content}",
            Kind = ContentKind.Movie,
            Title = $"Content {content}",
            Genres = [Genres[content % 10], Genres[(content / 10) % 10], Genres[(content / 100) % 10]],
        }).ToList();
        await services.GetRequiredService<IContentCatalogue>().UpsertAsync(contents, CancellationToken.None);

        var ingestion = services.GetRequiredService<IEventIngestion>();
        var random = new Random(1);
        var batch = new ViewingEvent[Batch];
        var start = DateTimeOffset.Parse("2026-11-01T00:00:00Z").ToUnixTimeMilliseconds();
        for (var sent = 0; sent < events; sent += Batch)
        {
            for (var index = 0; index < Batch; index++)
            {
                batch[index] = new ViewingEvent
                {
                    Id = $"e-{sent + index}",
                    UserId = $"u-{random.Next(Users)}",
                    ContentId = contents[random.Next(Contents)].Id,
                    Type = (sent + index) % 4 == 0 ? ViewingEventType.Complete : ViewingEventType.Play,
                    OccurredAtUnixMs = start + ((long)(sent + index) * 100),
                    PositionSeconds = random.Next(5400),
                    DurationSeconds = 5400,
                    Device = "tv",
                };
            }

            await ingestion.AppendAsync("default", batch, CancellationToken.None);
        }
    }

    private sealed class StoppingHost(IHost host) : IAsyncDisposable
    {
        public IServiceProvider Services => host.Services;

        public async ValueTask DisposeAsync()
        {
            await host.StopAsync();
            if (host is IAsyncDisposable disposable) await disposable.DisposeAsync();
        }
    }
}

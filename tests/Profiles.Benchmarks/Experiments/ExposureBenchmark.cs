using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Profiles.Benchmarks.Http;
using Profiles.Contracts.Experiments;
using Profiles.Core.Experiments.Exposures;
using Profiles.Core.Units;
using Profiles.Streaming.Hosting;

namespace Profiles.Benchmarks.Experiments;

/// <summary>
/// Exposures, no two alike, flushed to disk before they are answered: over HTTP, and of grains. Each user meets five
/// experiments.
/// </summary>
internal static class ExposureBenchmark
{
    private const int Connections = 8;
    private const int PerRequest = 1_000;
    private const int Callers = 512;
    private const int Experiments = 5;
    private const string Target = "100,000";

    public static async Task RunAsync(string dataPath, int exposures)
    {
        await OverHttpAsync(Path.Combine(dataPath, "http"), exposures);
        await OfGrainsAsync(Path.Combine(dataPath, "grains"), exposures);
    }

    private static async Task OverHttpAsync(string dataPath, int exposures)
    {
        using var server = await ServerUnderLoad.StartProfilesAsync(dataPath);
        using var client = new HttpClient();
        await RunningExperiments.CreateAsync(client, server.Address);
        await PostAsync(server.Address, firstUser: 1_000_000_000, exposures / 4);
        var processor = server.ProcessorTime;
        var stopwatch = Stopwatch.StartNew();
        await PostAsync(server.Address, firstUser: 0, exposures);
        var acknowledged = stopwatch.Elapsed;
        processor = server.ProcessorTime - processor;
        await EventsOverHttpBenchmark.WaitUntilFoldedAsync(server.Address);
        Report.Line(
            "POST /v1/exposures, durable", exposures / acknowledged.TotalSeconds, "exposures/s", Target,
            $"{PerRequest} a request, {Connections} connections");
        Report.Line(
            "  processor time of the server", processor.TotalMicroseconds / exposures, "us/exposure", "",
            "folding and rows for analysts beside it");
        Report.Line(
            "POST /v1/exposures, durable and folded", exposures / stopwatch.Elapsed.TotalSeconds, "exposures/s", "",
            "same run, until lag is 0");
        server.Stop();
    }

    private static async Task PostAsync(Uri server, long firstUser, int exposures)
    {
        var (next, users) = (0, UsersOf(exposures));
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            using var connection = await RawConnection.OpenAsync(server);
            var body = new ExposureBody(PerRequest);
            var head = RawConnection.PostHead(new Uri(server, "/v1/exposures"), "application/json", body.Bytes.Length);
            while (true)
            {
                var mine = Interlocked.Add(ref next, PerRequest) - PerRequest;
                if (mine >= exposures) return;
                body.Number(firstUser + mine % users, mine / users);
                var (status, answer) = await connection.SendAsync(head, body.Bytes);
                if (status != 202)
                    throw new InvalidOperationException($"{status}: {Encoding.UTF8.GetString(answer.Span)}");
            }
        })));
    }

    // Whole requests of users, so that each request is of one experiment.
    private static int UsersOf(int exposures) =>
        Math.Max(PerRequest, exposures / Experiments / PerRequest * PerRequest);

    private static async Task OfGrainsAsync(string dataPath, int exposures)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddEmbeddedProfiles(new ProfilesHostOptions { DataPath = dataPath, MaxLagRecords = 100_000_000 });
        using var host = builder.Build();
        await host.StartAsync();
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        await ExposeAsync(grains, "w", exposures / 4);
        var processor = Environment.CpuUsage.TotalTime;
        var stopwatch = Stopwatch.StartNew();
        await ExposeAsync(grains, "u", exposures);
        processor = Environment.CpuUsage.TotalTime - processor;
        Report.Line(
            "AssignmentGrain.ExposeAsync, durable", exposures / stopwatch.Elapsed.TotalSeconds, "exposures/s", Target,
            $"one a call, {Callers} callers");
        Report.Line(
            "  processor time", processor.TotalMicroseconds / exposures, "us/exposure", "", "callers and folding too");
        await host.StopAsync();
    }

    private static async Task ExposeAsync(IGrainFactory grains, string prefix, int exposures)
    {
        var (next, users) = (-1, UsersOf(exposures));
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (var mine = Interlocked.Increment(ref next); mine < exposures; mine = Interlocked.Increment(ref next))
            {
                var unit = UnitKey.User("default", $"{prefix}-{mine % users}");
                var exposure = ExposureOf(unit, mine / users);
                await grains.GetGrain<IAssignmentGrain>(unit.ToGrainKey()).ExposeAsync([exposure]);
            }
        })));
    }

    private static Exposure ExposureOf(UnitKey unit, int experiment) => new()
    {
        Experiment = RunningExperiments.KeyOf(experiment), Variant = "a", OccurredAtUnixMs = 1_790_000_000_000,
        HashAttribute = "id", HashValue = unit.Id, PlanVersion = 1, Dimensions = [new("device", "tv")],
    };
}

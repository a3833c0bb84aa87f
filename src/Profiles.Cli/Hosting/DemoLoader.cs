using Microsoft.Extensions.DependencyInjection;
using Profiles.Contracts;
using Profiles.Core.Events;
using Profiles.Core.Simulation;

namespace Profiles.Cli.Hosting;

/// <summary>
/// Fills an empty platform with made-up viewers and an experiment, so that there is something to see.
/// </summary>
internal static class DemoLoader
{
    private const string Tenant = "default";
    private const int BatchSize = 2000;
    private const int MaxTries = 600;

    // The sequence that the next record of an empty partition gets.
    private const long FirstSequence = 1;

    /// <summary>Loads the demo, unless anything is there already.</summary>
    /// <returns>Whether it was loaded.</returns>
    public static async Task<bool> LoadAsync(
        IServiceProvider services, CliConsole console, CancellationToken cancellationToken)
    {
        var platform = services.GetRequiredService<IPlatformStatus>();
        var catalogue = services.GetRequiredService<IContentCatalogue>();
        var hasEvents = platform.Read().Partitions.Any(partition => partition.Appended > FirstSequence);
        if (hasEvents || catalogue.Count > 0) return false;

        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var options = new SimulationOptions
        {
            Users = 2000,
            Items = 800,
            Events = 100_000,
            Seed = 1,
            Days = 28,
            Start = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero).AddDays(-28),
        };
        var simulated = new SimulatedCatalogue(options);
        foreach (var chunk in simulated.Contents().Chunk(BatchSize))
            await catalogue.UpsertAsync(chunk, cancellationToken);

        var ingestion = services.GetRequiredService<IEventIngestion>();
        await console.WithProgressAsync("Loading the demo", async progress =>
        {
            var sent = 0L;
            foreach (var chunk in new ViewingSimulation(options, simulated).Events().Chunk(BatchSize))
            {
                await AppendAsync(ingestion, chunk, cancellationToken);
                progress.Report((sent += chunk.Length) / (double)options.Events);
            }

            return sent;
        });
        await DemoExperiment.StartAsync(services, cancellationToken);
        return true;
    }

    private static async Task AppendAsync(
        IEventIngestion ingestion, ViewingEvent[] events, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ingestion.AppendAsync(Tenant, events, cancellationToken);
                return;
            }
            catch (IngestionRefusedException refused) when (refused.Code == "overloaded" && attempt < MaxTries)
            {
                await Task.Delay(refused.RetryAfter, cancellationToken);
            }
        }
    }
}

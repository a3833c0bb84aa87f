using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Profiles.Analytics.Hosting;
using Profiles.Analytics.Stores;
using Profiles.Storage;
using Profiles.Storage.EventLog;

namespace Profiles.Analytics.Queries;

/// <summary>The tables of a data folder, without the platform.</summary>
public static class LocalTables
{
    /// <summary>
    /// Brings the tables up to the end of the log, where no other process has the folder open; who has it open does so
    /// by itself.
    /// </summary>
    /// <exception cref="StorageCorruptException">The folder cannot be read.</exception>
    public static async Task CatchUpAsync(
        string dataPath, AnalyticsOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        DataFolder folder;
        try
        {
            folder = DataFolder.Open(dataPath, TimeProvider.System);
        }
        catch (DataFolderInUseException)
        {
            return;
        }

        using (folder)
        {
            var logs = new List<IEventLog>();
            try
            {
                for (var i = 0; i < folder.Partitions; i++)
                {
                    logs.Add(EventLogPartition.Open(
                        folder.LogOf(i), i, new EventLogOptions(), TimeProvider.System,
                        loggers.CreateLogger<EventLogPartition>()));
                }

                await using var services = new ServiceCollection().AddMetrics().AddSingleton<AnalyticsInstruments>()
                    .BuildServiceProvider();
                await using var store = AnalyticsStores.Create(folder.AnalyticsFile, options);
                using var follower = new LogFollower(
                    logs, store, new WholeLog(folder), options, services.GetRequiredService<AnalyticsInstruments>(),
                    TimeProvider.System, loggers.CreateLogger<LogFollower>());
                await follower.CatchUpAsync(cancellationToken);
            }
            finally
            {
                foreach (var log in logs) await log.DisposeAsync();
            }
        }
    }

    /// <summary>Answers queries on the tables of a data folder, also while another process writes them.</summary>
    public static IAnalyticsQueries Open(string dataPath, AnalyticsOptions options) => new AnalyticsQueries(
        AnalyticsStores.CreateExecutor(Path.Combine(dataPath, DataFolder.AnalyticsName), options), options.Queries,
        TimeProvider.System);
}

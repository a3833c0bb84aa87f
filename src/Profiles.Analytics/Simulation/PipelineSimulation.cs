using System.Collections.Immutable;
using System.Globalization;
using Profiles.Analytics.Metrics;
using Profiles.Analytics.Results;
using Profiles.Analytics.Stores;
using Profiles.Statistics.Simulation;

namespace Profiles.Analytics.Simulation;

/// <summary>
/// Runs experiments whose truth is known through everything that a real one goes through but the log's files: the plan
/// buckets viewers by a salt, records of the log become rows of the tables, SQL sums them up, and the analysis that
/// answers <c>results</c> reads the sums. It follows from the seed alone.
/// </summary>
public static class PipelineSimulation
{
    // A database of so many runs stays in SQLite's cache, where rows of random units cost no page reads.
    private const int RunsOfADatabase = 20;

    /// <summary>Simulates experiments.</summary>
    /// <param name="options">
    /// What is true of the seconds that viewers watch. Its shape is normal or log-normal.
    /// </param>
    /// <param name="isSequential">Whether results are read as looked at any time; else once, by Welch's test.</param>
    /// <param name="folder">An empty folder for the databases; they are deleted as it goes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The primary metric, which knows the past where viewers have one, and two more.</returns>
    public static async Task<ImmutableArray<SimulatedMetric>> RunAsync(
        SimulationOptions options, bool isSequential, string folder, CancellationToken cancellationToken)
    {
        options.Check();
        if (options.Weights.Length < 2) throw new ArgumentException("There is no treatment.", nameof(options));
        if (options.Shape is not (OutcomeShape.Normal or OutcomeShape.LogNormal))
            throw new ArgumentException("Seconds watched are normal or log-normal.", nameof(options));

        var truths = SimulatedMetrics.Truths(options);
        var runs = new SimulatedRun[options.Runs][];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, options.Runs).Chunk(RunsOfADatabase), cancellationToken,
            async (chunk, stop) => await RunAsync(options, isSequential, truths, chunk, runs, folder, stop));
        return
        [
            .. truths.Select((truth, metric) => new SimulatedMetric(
                truth.Key, truth.TrueLift, SimulationSummary.Of(runs.Select(run => run[metric])))),
        ];
    }

    private static async Task RunAsync(
        SimulationOptions options, bool isSequential, ImmutableArray<(string Key, double TrueLift)> truths,
        int[] chunk, SimulatedRun[][] runs, string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"runs-{chunk[0]}.db"));
        await using (var store = new SqliteAnalyticsStore(path, new AnalyticsOptions()))
        {
            await store.OpenAsync(new LogSource("simulated", 1), cancellationToken);
            var results = new ExperimentResults(new ExperimentMetricsReader(new SqliteReader(path)));
            var sequence = 0L;
            foreach (var run in chunk)
            {
                var experiment = new SimulatedExperiment(options, run);
                var entries = experiment.RecordsFrom(sequence);
                _ = await store.WriteAsync(entries, cancellationToken)
                    ?? throw new InvalidOperationException("The tables are at another position.");
                sequence = entries.NextSequence;
                runs[run] = await ReadAsync(options, isSequential, truths, results, experiment, cancellationToken);
            }
        }

        foreach (var suffix in (string[])["", "-wal", "-shm"]) File.Delete(path + suffix);
    }

    private static async Task<SimulatedRun[]> ReadAsync(
        SimulationOptions options, bool isSequential, ImmutableArray<(string Key, double TrueLift)> truths,
        ExperimentResults results, SimulatedExperiment experiment, CancellationToken cancellationToken)
    {
        var seen = truths.Select(_ => SimulatedRun.Unseen).ToArray();
        for (var look = 1; look <= options.Looks; look++)
        {
            var units = (int)((long)options.Units * look / options.Looks);
            var request = new ResultsRequest(SimulatedExperiment.Start, SimulatedExperiment.After(units), isSequential);
            var result = await results.ReadAsync(
                experiment.Tenant, experiment.Set, experiment.Definition, request, cancellationToken);
            for (var metric = 0; metric < seen.Length; metric++)
                seen[metric] = seen[metric].Look(result, metric, truths[metric].TrueLift);
        }

        return seen;
    }
}

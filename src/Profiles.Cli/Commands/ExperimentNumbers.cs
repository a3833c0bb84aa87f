using System.CommandLine;
using System.Globalization;
using Profiles.Analytics.Simulation;
using Profiles.Statistics.Experiments;
using Profiles.Statistics.Intervals;
using Profiles.Statistics.Power;
using Profiles.Statistics.Simulation;

namespace Profiles.Cli.Commands;

/// <summary>What an experiment can find, and how often chance is mistaken for an effect; needs no server.</summary>
internal static class ExperimentNumbers
{
    public static Command CreatePower(CliConsole console)
    {
        var mean = CommonOptions.Number("--mean", "The metric without any change; a share of units.", 1e-12, 1e12, 0.1);
        var deviation = CommonOptions.Number(
            "--deviation", "Its standard deviation between units; 0 for that of a share.", 0, 1e12, 0.0);
        var units = CommonOptions.Number("--units", "The units of all variants.", 4L, 10_000_000_000, 10_000);
        var lift = CommonOptions.Number("--lift", "The relative lift to find.", -0.99, 10, 0.03);
        var variants = CommonOptions.Number("--variants", "How many variants, the control among them.", 2, 20, 2);
        var sequential = new Option<bool>("--sequential") { Description = "For results that are looked at any time." };
        var command = new Command("power", "The chance to find a lift, and the least lift that is found.")
        {
            mean, deviation, units, lift, variants, sequential,
        };
        command.SetAction(async (parsed, _) =>
        {
            var average = parsed.GetValue(mean);
            var spread = parsed.GetValue(deviation);
            if (spread == 0 && average >= 1) throw new CliException("A share is below 1; give --deviation otherwise.");
            var metric = spread == 0
                ? MetricExpectation.OfProportion(average)
                : new MetricExpectation(average, spread * spread);
            var options = new PowerOptions
            {
                Variants = parsed.GetValue(variants),
                SequentialTuning = parsed.GetValue(sequential) ? ConfidenceSequence.DefaultTuning : null,
            };
            var power = PowerAnalysis.Power(metric, parsed.GetValue(lift), parsed.GetValue(units), options);
            var least = PowerAnalysis.MinimumDetectableEffect(metric, parsed.GetValue(units), options);
            await console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"power\t{Shown(power)}\nminimum detectable lift\t{Shown(least)}"));
            return CommandLine.Success;
        });
        return command;
    }

    public static Command CreateSimulate(CliConsole console)
    {
        var lift = CommonOptions.Number("--lift", "The true relative lift; 0 for A/A.", -0.99, 10, 0.0);
        var units = CommonOptions.Number(
            "--units", "The units of each run; 0 for 20,000, or 1,000 with --pipeline.", 0, 10_000_000, 0);
        var runs = CommonOptions.Number("--runs", "How many experiments.", 1, 1_000_000, 1_000);
        var looks = CommonOptions.Number("--looks", "How often the results are looked at.", 1, 1_000, 1);
        var seed = CommonOptions.Number("--seed", "What chance follows from.", 0UL, ulong.MaxValue, 1UL);
        var fixedHorizon = new Option<bool>("--fixed-horizon")
        {
            Description = "Read by Welch's test, for one look at an end fixed beforehand.",
        };
        var pipeline = new Option<bool>("--pipeline")
        {
            Description = "Through buckets, tables and SQL too: seconds watched, with a day before that tells of them.",
        };
        var command = new Command(
            "simulate", "Runs experiments whose truth is known through the same analysis: how often it is found.")
        {
            lift, units, runs, looks, seed, fixedHorizon, pipeline,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var asked = parsed.GetValue(units);
            var isWhole = parsed.GetValue(pipeline);
            var options = new SimulationOptions
            {
                RelativeLift = parsed.GetValue(lift), Runs = parsed.GetValue(runs),
                Units = asked > 0 ? asked : isWhole ? 1_000 : 20_000,
                Looks = parsed.GetValue(looks), Seed = parsed.GetValue(seed),
            };
            var isSequential = !parsed.GetValue(fixedHorizon);
            if (isWhole) await TellPipelineAsync(console, options, isSequential, cancellationToken);
            else
            {
                var summary = ExperimentSimulation.Run(options, new AnalysisOptions { Sequential = isSequential });
                await console.Out.WriteLineAsync($"runs\t{summary.Runs}\n{LinesOf(summary)}");
            }

            return CommandLine.Success;
        });
        return command;
    }

    private static async Task TellPipelineAsync(
        CliConsole console, SimulationOptions options, bool isSequential, CancellationToken cancellationToken)
    {
        // A viewer's half hour a day, give or take a quarter of it, most of it as the day before.
        var watching = options with { Mean = 1800, StandardDeviation = 450, CorrelationWithPast = 0.8 };
        var folder = Directory.CreateTempSubdirectory("profiles-simulation-");
        try
        {
            var metrics = await PipelineSimulation.RunAsync(watching, isSequential, folder.FullName, cancellationToken);
            await console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"runs\t{options.Runs}\nhealth check alerted\t{metrics[0].Summary.Untrusted}"));
            foreach (var metric in metrics)
            {
                await console.Out.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{metric.Key}\ttrue lift {metric.TrueLift}\tmean lift {metric.Summary.MeanEffect:F4}"));
                await console.Out.WriteLineAsync(LinesOf(metric.Summary));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string LinesOf(SimulationSummary summary)
    {
        var (found, covered) = (summary.IntervalOf(summary.Found), summary.IntervalOf(summary.Covered));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"found an effect\t{summary.FoundShare:F4}\t({found.Low:F4} to {found.High:F4})\n"
            + $"interval holds the truth\t{summary.CoveredShare:F4}\t({covered.Low:F4} to {covered.High:F4})");
    }

    private static string Shown(PowerAnswer answer) => answer.IsKnown
        ? answer.Value.ToString("F4", CultureInfo.InvariantCulture)
        : $"none ({answer.Insufficiency})";
}

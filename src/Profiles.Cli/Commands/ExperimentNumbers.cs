using System.CommandLine;
using System.Globalization;
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
        var units = CommonOptions.Number("--units", "The units of each run.", 10, 10_000_000, 20_000);
        var runs = CommonOptions.Number("--runs", "How many experiments.", 1, 1_000_000, 1_000);
        var looks = CommonOptions.Number("--looks", "How often the results are looked at.", 1, 1_000, 1);
        var seed = CommonOptions.Number("--seed", "What chance follows from.", 0UL, ulong.MaxValue, 1UL);
        var fixedHorizon = new Option<bool>("--fixed-horizon")
        {
            Description = "Read by Welch's test, for one look at an end fixed beforehand.",
        };
        var command = new Command(
            "simulate", "Runs experiments whose truth is known through the same analysis: how often it is found.")
        {
            lift, units, runs, looks, seed, fixedHorizon,
        };
        command.SetAction(async (parsed, _) =>
        {
            var summary = ExperimentSimulation.Run(
                new SimulationOptions
                {
                    RelativeLift = parsed.GetValue(lift), Units = parsed.GetValue(units), Runs = parsed.GetValue(runs),
                    Looks = parsed.GetValue(looks), Seed = parsed.GetValue(seed),
                },
                new AnalysisOptions { Sequential = !parsed.GetValue(fixedHorizon) });
            var (found, covered) = (summary.IntervalOf(summary.Found), summary.IntervalOf(summary.Covered));
            await console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"runs\t{summary.Runs}\nfound an effect\t{summary.FoundShare:F4}\t({found.Low:F4} to {found.High:F4})\n"
                + $"interval holds the truth\t{summary.CoveredShare:F4}\t({covered.Low:F4} to {covered.High:F4})"));
            return CommandLine.Success;
        });
        return command;
    }

    private static string Shown(PowerAnswer answer) => answer.IsKnown
        ? answer.Value.ToString("F4", CultureInfo.InvariantCulture)
        : $"none ({answer.Insufficiency})";
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Profiles.Cli.Hosting;
using Profiles.Core.Models;
using Profiles.Core.Slates;
using Profiles.Statistics.OffPolicy;
using Profiles.Statistics.Resampling;
using Profiles.Streaming.Rebuilding;

namespace Profiles.Cli.Learning;

/// <summary>
/// What another policy would have earned, from the slates that were served: plays of a place, estimated three ways,
/// with intervals over viewers.
/// </summary>
internal static class OffPolicyRun
{
    /// <summary>Below so many places' worth of evidence nothing is said.</summary>
    public const int MinEffectivePlaces = 100;

    /// <summary>Below this share of its places that could have been served, neither.</summary>
    public const double MinSupport = 0.5;

    private const double Alpha = 0.05;

    public static async Task<int> RunAsync(
        string dataPath, EvaluatedPolicy policy, int maxSlates, double maxWeight, CliConsole console,
        CancellationToken cancellationToken)
    {
        if (!Directory.Exists(dataPath)) throw new CliException($"There is no data folder {dataPath}.");
        await using var platform = await LocalPlatform.StartAsync(dataPath, cancellationToken);
        await platform.WaitUntilFoldedAsync(cancellationToken);
        PolicyReplayReport report;
        try
        {
            report = await platform.Services.GetRequiredService<PolicyReplay>()
                .RunAsync(policy, maxSlates, cancellationToken);
        }
        catch (ModelRefusedException refused)
        {
            throw new CliException($"{refused.Message}; 'models list' names those there are.");
        }

        foreach (var (reason, count) in report.LeftOut)
            await console.Error.WriteLineAsync($"{count} slates are left out: {reason}");
        if (report.BeforeTraining > 0)
        {
            await console.Error.WriteLineAsync(
                $"{report.BeforeTraining} slates were served before the version was trained: it may have learnt from "
                + "what came of them, which flatters it.");
        }

        var decisions = report.Places.Select(place => new LoggedReward(
            place.Reward, place.LoggingProbability, place.TargetProbability, place.Predicted,
            place.PredictedUnderTarget)).ToArray();
        var sums = OffPolicySums.Of(decisions, maxWeight);
        Check(report, OffPolicyEstimate.Of(sums, OffPolicyMethod.SelfNormalized, Alpha));
        await console.Out.WriteLineAsync(Write(policy, report, decisions, sums, maxWeight));
        return CommandLine.Success;
    }

    private static void Check(PolicyReplayReport report, OffPolicyEstimate estimate)
    {
        if (report.Replayed == 0)
        {
            throw new CliException(
                $"no_slates: none of the {report.Slates} home slates of the log came out again as it was served.");
        }

        var effective = estimate.IsKnown ? estimate.EffectiveDecisions : 0;
        if (effective >= MinEffectivePlaces && estimate.MeanWeight >= MinSupport) return;
        throw new CliException(string.Create(
            CultureInfo.InvariantCulture,
            $"too_little_support: {report.Places.Count} places are worth {effective:F0} of the evaluated policy, which "
            + $"would have shown {estimate.MeanWeight:P0} of what could be served; {MinEffectivePlaces} and "
            + $"{MinSupport:P0} are needed. Serve more slates, or explore more of them."));
    }

    private static string Write(
        EvaluatedPolicy policy, PolicyReplayReport report, LoggedReward[] decisions, OffPolicySums sums,
        double maxWeight)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("policy");
            writer.WriteString("model", policy.ModelVersion ?? "as served");
            if (policy.Tuning?.ExplorationShare is { } share) writer.WriteNumber("exploration", share);
            if (policy.Tuning?.Relevance is { } relevance) writer.WriteNumber("relevance", relevance);
            if (policy.Tuning?.MaxOfSeries is { } most) writer.WriteNumber("maxOfSeries", most);
            writer.WriteEndObject();
            writer.WriteNumber("slates", report.Slates);
            writer.WriteNumber("replayed", report.Replayed);
            writer.WriteNumber("beforeTraining", report.BeforeTraining);
            writer.WriteNumber("places", decisions.Length);
            var estimate = OffPolicyEstimate.Of(sums, OffPolicyMethod.SelfNormalized, Alpha);
            writer.WriteNumber("effectivePlaces", Rounded(estimate.EffectiveDecisions));
            writer.WriteNumber("support", Rounded(estimate.MeanWeight));
            writer.WriteStartObject("playsOfAPlace");
            var intervals = new ClusterBootstrap(
                [.. report.Places.Select(place => place.Viewer)], new BootstrapOptions());
            Write(writer, "served", decisions.Average(of => of.Reward), intervals, of => of.Reward, decisions);
            Write(
                writer, "ips", OffPolicyEstimate.Of(sums, OffPolicyMethod.InversePropensity, Alpha).Value, intervals,
                of => WeightOf(of, maxWeight) * of.Reward, decisions);

            // The ratio Σ w r / Σ w is resampled as the mean of its linear part.
            var (value, mean) = (estimate.Value, estimate.MeanWeight);
            Write(
                writer, "snips", value, intervals,
                of => value + WeightOf(of, maxWeight) * (of.Reward - value) / mean, decisions);
            Write(
                writer, "doublyRobust", OffPolicyEstimate.Of(sums, OffPolicyMethod.DoublyRobust, Alpha).Value,
                intervals,
                of => of.PredictedUnderTarget + WeightOf(of, maxWeight) * (of.Reward - of.PredictedReward), decisions);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(
        Utf8JsonWriter writer, string name, double value, ClusterBootstrap intervals,
        Func<LoggedReward, double> part, LoggedReward[] decisions)
    {
        var interval = intervals.OfMean([.. decisions.Select(part)]);
        writer.WriteStartObject(name);
        writer.WriteNumber("value", Rounded(value));
        writer.WriteStartArray("interval");
        writer.WriteNumberValue(Rounded(interval.Low));
        writer.WriteNumberValue(Rounded(interval.High));
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static double WeightOf(in LoggedReward of, double maxWeight) =>
        Math.Min(maxWeight, of.TargetProbability / of.LoggingProbability);

    private static double Rounded(double value) => Math.Round(value, 6);
}

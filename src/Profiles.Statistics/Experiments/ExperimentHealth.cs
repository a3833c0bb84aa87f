using System.Collections.Immutable;
using Profiles.Statistics.Health;
using Profiles.Statistics.Samples;

namespace Profiles.Statistics.Experiments;

/// <summary>The checks of an experiment, with their reasons.</summary>
internal static class ExperimentHealth
{
    public static HealthFinding Of(SampleRatioResult result) => new(
        HealthCheck.SampleRatio, result.Status, result.Status switch
        {
            HealthStatus.Alert =>
                $"the units do not split as the weights say ({Chance(result.PValue)} by chance); find out what adds or "
                + "loses units in one variant",
            HealthStatus.Watch => $"the units split hardly as the weights say ({Chance(result.PValue)} by chance)",
            HealthStatus.NotEnough => "too few units to check how they split",
            _ => "the units split as the weights say",
        });

    public static HealthFinding Of(MultipleExposuresResult result) => new(
        HealthCheck.MultipleExposures, result.Status, result.Status switch
        {
            HealthStatus.Alert =>
                $"{result.Units} units ({result.Share * 100:0.#} %) met several variants; find out why assignments "
                + "change",
            HealthStatus.NotEnough => "no unit has met a variant yet",
            _ => result.Units == 0
                ? "no unit met several variants"
                : $"hardly a unit ({result.Units}) met several variants",
        });

    /// <summary>Metrics that are not measured over the units of their variant.</summary>
    public static IEnumerable<HealthFinding> OfMetrics(ExperimentSample sample)
    {
        for (var metric = 0; metric < sample.Metrics.Length; metric++)
        {
            var index = metric;
            var other = sample.Variants.FirstOrDefault(variant =>
                variant.Metrics[index] is { } statistic and not QuantileStatistic && statistic.Units != variant.Units);
            if (other is null) continue;
            yield return new HealthFinding(
                HealthCheck.MetricUnits, HealthStatus.Watch,
                $"{sample.Metrics[index].Key} is measured over {other.Metrics[index]!.Units} of the {other.Units} "
                + $"units of {other.Key}; variants may differ in which units are left out");
        }
    }

    private static string Chance(double p) => p < 1e-6 ? "p below 0.000001" : $"p = {p:0.######}";
}

using Profiles.Analytics.Metrics;
using Profiles.Core.Experiments.Definitions;
using Profiles.Statistics.Experiments;
using Profiles.Statistics.Samples;

namespace Profiles.Analytics.Results;

/// <summary>Reads sums from the tables and has <see cref="ExperimentAnalysis"/> make sense of them.</summary>
public sealed class ExperimentResults(IExperimentMetrics metrics) : IExperimentResults
{
    /// <inheritdoc/>
    public async Task<ExperimentResult> ReadAsync(
        string tenant, ExperimentSet set, ExperimentDefinition experiment, ResultsRequest request,
        CancellationToken cancellationToken)
    {
        var slice = new ExperimentSlice(
            tenant, experiment.Key, experiment.BucketVersion, request.From, request.Until);
        var units = await metrics.ReadUnitsAsync(slice, cancellationToken);
        var analysed = new List<AnalysedMetric>();
        var statistics = new List<Dictionary<string, MetricStatistic>>();
        foreach (var (key, role) in RolesOf(experiment))
        {
            if (set.FindMetric(key) is not { } metric) continue;
            var errors = new List<ExperimentError>();
            if (!ExperimentValidation.CheckAnswerable(metric, errors))
                throw new UnanswerableMetricException(key, errors[0]);
            var read = await metrics.ReadAsync(slice, metric, cancellationToken);
            statistics.Add(read.ToDictionary(of => of.Variant, of => of.Statistic, StringComparer.Ordinal));
            analysed.Add(new AnalysedMetric(key) { Role = role, LowerIsBetter = !metric.IsHigherBetter });
        }

        var sample = new ExperimentSample(
            [.. analysed],
            [
                .. experiment.Variants.Select(variant => new AnalysedVariant(
                    variant.Key, variant.Weight, units.ByVariant.GetValueOrDefault(variant.Key),
                    [.. statistics.Select(of => of.GetValueOrDefault(variant.Key))])),
            ],
            units.OfSeveral);
        var options = new AnalysisOptions
        {
            Alpha = request.Alpha, Sequential = request.IsSequential, AdjustByPast = request.IsAdjusted,
        };
        return ExperimentAnalysis.Run(sample, options);
    }

    /// <summary>The primary metric decides where there is one; the others are shown beside it.</summary>
    private static IEnumerable<(string Key, MetricRole Role)> RolesOf(ExperimentDefinition experiment)
    {
        var others = experiment.PrimaryMetric is null ? MetricRole.Goal : MetricRole.Secondary;
        var roles = new List<(string, MetricRole)>();
        if (experiment.PrimaryMetric is { } primary) roles.Add((primary, MetricRole.Goal));
        roles.AddRange(experiment.Metrics.Select(key => (key, others)));
        roles.AddRange(experiment.Guardrails.Select(key => (key, MetricRole.Guardrail)));
        return roles.DistinctBy(of => of.Item1);
    }
}

using System.Collections.Immutable;
using Profiles.Analytics.Metrics;
using Profiles.Core.Experiments.Definitions;
using Profiles.Statistics.Experiments;
using Profiles.Statistics.Samples;

namespace Profiles.Analytics.Results;

/// <summary>Reads sums from the tables and has <see cref="ExperimentAnalysis"/> make sense of them.</summary>
public sealed class ExperimentResults(IExperimentMetrics metrics) : IExperimentResults
{
    /// <summary>The most days that are answered.</summary>
    public const int MaxDays = 60;

    /// <summary>The most segments that are told apart.</summary>
    public const int MaxSegments = 20;

    /// <inheritdoc/>
    public async Task<ExperimentResult> ReadAsync(
        string tenant, ExperimentSet set, ExperimentDefinition experiment, ResultsRequest request,
        CancellationToken cancellationToken)
    {
        var slice = SliceOf(tenant, experiment, request);
        var units = await metrics.ReadUnitsAsync(slice, cancellationToken);
        var analysed = MetricsOf(set, experiment);
        var statistics = new List<Dictionary<string, MetricStatistic>>();
        foreach (var (_, metric) in analysed)
        {
            var read = await metrics.ReadAsync(slice, metric, cancellationToken);
            statistics.Add(read.ToDictionary(of => of.Variant, of => of.Statistic, StringComparer.Ordinal));
        }

        return ExperimentAnalysis.Run(
            SampleOf(experiment, analysed, units.ByVariant, statistics, units.OfSeveral),
            OptionsOf(request, request.IsSequential));
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<DailyResult>> ReadDailyAsync(
        string tenant, ExperimentDefinition experiment, MetricDefinition metric, ResultsRequest request,
        CancellationToken cancellationToken)
    {
        Check(metric);
        var days = await metrics.ReadDailyAsync(
            SliceOf(tenant, experiment, request), metric, MaxDays, cancellationToken);
        return [.. days.Select(day => Analyse(experiment, metric, request, day))];
    }

    /// <inheritdoc/>
    public async Task<SegmentedResult> ReadSegmentsAsync(
        string tenant, ExperimentSet set, ExperimentDefinition experiment, string dimension, ResultsRequest request,
        CancellationToken cancellationToken)
    {
        var slice = SliceOf(tenant, experiment, request);
        var analysed = MetricsOf(set, experiment);
        var units = await metrics.ReadSegmentsAsync(slice, dimension, MaxSegments, cancellationToken);
        string[] segments = [.. units.Segments.Select(of => of.Segment)];
        var statistics = new List<ILookup<string, SegmentMetric>>();
        foreach (var (_, metric) in analysed)
        {
            var read = await metrics.ReadBySegmentAsync(slice, metric, dimension, segments, cancellationToken);
            statistics.Add(read.ToLookup(of => of.Segment, StringComparer.Ordinal));
        }

        return new SegmentedResult(
            [
                .. units.Segments.Select(of => (of.Segment, ExperimentAnalysis.Run(
                    SampleOf(
                        experiment, analysed, of.ByVariant,
                        [
                            .. statistics.Select(metric => metric[of.Segment].ToDictionary(
                                each => each.Variant, each => each.Statistic, StringComparer.Ordinal)),
                        ]),
                    OptionsOf(request, request.IsSequential)))),
            ],
            units.OtherSegments, units.OtherUnits);
    }

    private static DailyResult Analyse(
        ExperimentDefinition experiment, MetricDefinition metric, ResultsRequest request, DailyMetric day)
    {
        var statistics = day.Variants.ToDictionary(of => of.Variant, of => of.Statistic, StringComparer.Ordinal);
        var sample = SampleOf(
            experiment, [(AnalysedOf(metric, MetricRole.Goal), metric)],
            statistics.ToImmutableSortedDictionary(of => of.Key, of => of.Value.Units), [statistics]);
        var atFixedEnd = ExperimentAnalysis.Run(sample, OptionsOf(request, isSequential: false));
        var atAnyTime = ExperimentAnalysis.Run(sample, OptionsOf(request, isSequential: true));
        var end = new DateTimeOffset(day.Day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
        return new DailyResult(
            day.Day, end < request.Until ? end : request.Until,
            [
                .. atFixedEnd.Variants.Zip(atAnyTime.Variants, (one, other) =>
                    new DailyVariant(one.Key, one.Metrics[0], other.Metrics[0])),
            ]);
    }

    private static ExperimentSlice SliceOf(string tenant, ExperimentDefinition experiment, ResultsRequest request) =>
        new(tenant, experiment.Key, experiment.BucketVersion, request.From, request.Until);

    private static AnalysisOptions OptionsOf(ResultsRequest request, bool isSequential) => new()
    {
        Alpha = request.Alpha, Sequential = isSequential, AdjustByPast = request.IsAdjusted,
    };

    private static ExperimentSample SampleOf(
        ExperimentDefinition experiment, List<(AnalysedMetric Analysed, MetricDefinition Metric)> analysed,
        IReadOnlyDictionary<string, long> units, List<Dictionary<string, MetricStatistic>> statistics,
        long ofSeveral = 0) => new(
            [.. analysed.Select(of => of.Analysed)],
            [
                .. experiment.Variants.Select(variant => new AnalysedVariant(
                    variant.Key, variant.Weight, units.GetValueOrDefault(variant.Key),
                    [.. statistics.Select(of => of.GetValueOrDefault(variant.Key))])),
            ],
            ofSeveral);

    private static List<(AnalysedMetric Analysed, MetricDefinition Metric)> MetricsOf(
        ExperimentSet set, ExperimentDefinition experiment)
    {
        var found = new List<(AnalysedMetric, MetricDefinition)>();
        foreach (var (key, role) in RolesOf(experiment))
        {
            if (set.FindMetric(key) is not { } metric) continue;
            Check(metric);
            found.Add((AnalysedOf(metric, role), metric));
        }

        return found;
    }

    private static AnalysedMetric AnalysedOf(MetricDefinition metric, MetricRole role) =>
        new(metric.Key) { Role = role, LowerIsBetter = !metric.IsHigherBetter };

    private static void Check(MetricDefinition metric)
    {
        var errors = new List<ExperimentError>();
        if (!ExperimentValidation.CheckAnswerable(metric, errors))
            throw new UnanswerableMetricException(metric.Key, errors[0]);
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

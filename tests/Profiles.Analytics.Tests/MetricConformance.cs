using System.Collections.Immutable;
using Profiles.Analytics.Metrics;
using Profiles.Core.Events;
using Profiles.Core.Experiments.Exposures;
using Profiles.Core.Units;
using Profiles.Statistics.Samples;
using static Profiles.Analytics.Tests.SomeRecords;

namespace Profiles.Analytics.Tests;

/// <summary>Sums of metrics equal those of a plain computation over the same records, on every store.</summary>
public abstract class MetricConformance
{
    private static readonly ImmutableArray<ViewingEventType> Plays = [ViewingEventType.Play];
    private static readonly ImmutableArray<ViewingEventType> Starts = [ViewingEventType.Play, ViewingEventType.Like];

    private static readonly ExperimentSlice Slice = new(
        Tenant, "checkout", 0, DateTimeOffset.FromUnixTimeMilliseconds(Start + Day),
        DateTimeOffset.FromUnixTimeMilliseconds(Start + (8 * Day)));

    public static TheoryData<string> Keys => [.. Metrics.Select(metric => metric.Key)];

    private static ImmutableArray<MetricDefinition> Metrics { get; } =
    [
        new("plays", new MetricPart(MetricAggregation.Count, Starts)),
        new("plays of a day", new MetricPart(MetricAggregation.Count, Starts))
        {
            ConversionWindow = TimeSpan.FromDays(1),
        },
        new("liked", new MetricPart(MetricAggregation.Any, [ViewingEventType.Like])),
        new("rated", new MetricPart(MetricAggregation.SumOfValue, Starts)) { CapAtValue = 1.5 },
        new("rated at a percentile", new MetricPart(MetricAggregation.SumOfValue, Starts)) { CapAtPercentile = 0.9 },
        new("contents", new MetricPart(MetricAggregation.DistinctContents, Starts)),
        new("watched", MetricPart.WatchSeconds) { AdjustmentWindow = TimeSpan.FromDays(3) },
        new("watched by play", MetricPart.WatchSeconds)
        {
            Denominator = new MetricPart(MetricAggregation.Count, Plays),
        },
        new("watched by play, adjusted", MetricPart.WatchSeconds)
        {
            Denominator = new MetricPart(MetricAggregation.Count, Plays),
            AdjustmentWindow = TimeSpan.FromDays(2), CapAtPercentile = 0.95, ConversionWindow = TimeSpan.FromDays(3),
        },
        new("watched, quantile", MetricPart.WatchSeconds) { Quantile = 0.9 },
    ];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Read_WhenRecordsAreRandom_EqualsThePlainComputation(string key)
    {
        var metric = Metrics.Single(each => each.Key == key);
        await using var test = NewStore();
        var records = RandomRecords();
        await using (var store = await test.OpenAsync(new AnalyticsOptions { KeepEveryProgress = true }))
        {
            var at = 0L;
            foreach (var run in records.Chunk(700))
            {
                await store.WriteAsync(Run(0, at, run), TestContext.Current.CancellationToken);
                at += run.Length;
            }
        }

        var reader = new ExperimentMetricsReader(test.CreateReader());
        var read = await reader.ReadAsync(Slice, metric, TestContext.Current.CancellationToken);
        var units = await reader.ReadUnitsAsync(Slice, TestContext.Current.CancellationToken);

        var plain = new PlainMetrics(records, Slice);
        Assert.Equal(plain.UnitsByVariant, units.ByVariant);
        Assert.Equal(plain.OfSeveral, units.OfSeveral);
        Assert.NotEqual(0, units.OfSeveral);
        Assert.Equal(["blue", "red"], read.Select(each => each.Variant));
        foreach (var (variant, statistic) in read) AssertSame(plain.Compute(metric, variant), statistic);
    }

    private protected abstract TestStore NewStore();

    private static void AssertSame(MetricStatistic expected, MetricStatistic actual)
    {
        Assert.Equal(expected.GetType(), actual.GetType());
        Assert.Equal(expected.Units, actual.Units);
        Assert.NotEqual(0, expected.Value);
        AssertNear(expected.Value, actual.Value);
        AssertNear(expected.Variance, actual.Variance);
        if (expected is AdjustedMeanStatistic mean)
        {
            var read = Assert.IsType<AdjustedMeanStatistic>(actual);
            AssertNear(mean.Pre.Value, read.Pre.Value);
            AssertNear(mean.SumOfProducts, read.SumOfProducts);
        }
        else if (expected is AdjustedRatioStatistic ratio)
        {
            var read = Assert.IsType<AdjustedRatioStatistic>(actual);
            AssertNear(ratio.Pre.Variance, read.Pre.Variance);
            AssertNear(ratio.PostPreNumerators, read.PostPreNumerators);
            AssertNear(ratio.PostPreDenominators, read.PostPreDenominators);
            AssertNear(ratio.NumeratorByPreDenominator, read.NumeratorByPreDenominator);
            AssertNear(ratio.DenominatorByPreNumerator, read.DenominatorByPreNumerator);
        }
    }

    private static void AssertNear(double expected, double actual)
    {
        var tolerance = 1e-9 * (1 + Math.Abs(expected));
        Assert.InRange(actual, expected - tolerance, expected + tolerance);
    }

    private static (UnitKey Unit, UnitRecord Record)[] RandomRecords()
    {
        var chance = new Random(7);
        var types = Enum.GetValues<ViewingEventType>().Where(type => type != ViewingEventType.Impression).ToArray();
        var records = new List<(UnitKey Unit, UnitRecord Record)>();
        for (var i = 0; i < 400; i++)
        {
            var unit = User($"u{i}");
            if (chance.Next(10) > 0)
                records.Add(Exposed(unit, i % 3 == 0 ? "red" : "blue", Start + chance.NextInt64(9 * Day)));
            if (chance.Next(12) == 0) records.Add(Exposed(unit, "red", Start + chance.NextInt64(9 * Day)));
            if (chance.Next(12) == 0)
                records.Add(Exposed(unit, "red", Start + chance.NextInt64(9 * Day), bucketVersion: 1));
            for (var n = chance.Next(60); n > 0; n--)
            {
                records.Add(Happened(
                    unit, $"e{n}", types[chance.Next(types.Length)], Start + chance.NextInt64(9 * Day),
                    $"c{chance.Next(4)}", chance.Next(2) == 0 ? null : Math.Round(chance.NextDouble(), 2),
                    chance.Next(3) == 0 ? null : Math.Round(chance.NextDouble() * 5000, 3), 5400));
            }
        }

        return [.. records];
    }

    /// <summary>The same by hand.</summary>
    private sealed class PlainMetrics
    {
        private readonly List<(string Variant, long ExposedAt, List<ViewingEvent> Events)> _units = [];
        private readonly long _until;

        public PlainMetrics((UnitKey Unit, UnitRecord Record)[] records, ExperimentSlice slice)
        {
            _until = slice.Until.ToUnixTimeMilliseconds();
            foreach (var unit in records.GroupBy(record => record.Unit))
            {
                var exposures = unit.Select(each => each.Record).OfType<UnitRecord.Exposed>()
                    .Select(each => each.Exposure)
                    .Where(each => each.BucketVersion == 0 && each.OccurredAtUnixMs < _until).ToList();
                if (exposures.Count == 0 || FirstOf(exposures) < slice.From.ToUnixTimeMilliseconds()) continue;
                if (exposures.Select(each => each.Variant).Distinct().Count() > 1)
                {
                    OfSeveral++;
                    continue;
                }

                _units.Add((exposures[0].Variant, FirstOf(exposures), [.. unit.Select(each => each.Record)
                    .OfType<UnitRecord.Viewing>().Select(each => each.Event)]));
            }
        }

        public long OfSeveral { get; }

        public ImmutableSortedDictionary<string, long> UnitsByVariant => _units.GroupBy(unit => unit.Variant)
            .ToImmutableSortedDictionary(group => group.Key, group => group.LongCount());

        public MetricStatistic Compute(MetricDefinition metric, string variant)
        {
            var all = _units.Select(unit => (unit.Variant, Y: Of(metric.Numerator, Post(metric, unit)),
                X: Of(metric.Numerator, Pre(metric, unit)), D: Of(metric.Denominator, Post(metric, unit)),
                E: Of(metric.Denominator, Pre(metric, unit)))).ToList();
            var cap = metric.CapAtValue ?? (metric.CapAtPercentile is { } percentile
                ? Winsorization.Cap(ValueHistogram.Of(all.Select(unit => unit.Y)), percentile)
                : double.PositiveInfinity);
            var mine = all.Where(unit => unit.Variant == variant)
                .Select(unit => (Y: Math.Min(unit.Y, cap), X: Math.Min(unit.X, cap), unit.D, unit.E)).ToList();
            double[] Y() => [.. mine.Select(unit => unit.Y)];
            if (metric.Quantile is { } quantile) return QuantileStatistic.Of(ValueHistogram.Of(Y()), quantile);
            var (y, x) = (MeanStatistic.Of(Y()), MeanStatistic.Of([.. mine.Select(unit => unit.X)]));
            if (metric.Denominator is not null)
            {
                var (d, e) = (MeanStatistic.Of([.. mine.Select(unit => unit.D)]),
                    MeanStatistic.Of([.. mine.Select(unit => unit.E)]));
                var after = new RatioStatistic(y, d, mine.Sum(unit => unit.Y * unit.D));
                return metric.AdjustmentWindow is null ? after : new AdjustedRatioStatistic(
                    after, new RatioStatistic(x, e, mine.Sum(unit => unit.X * unit.E)),
                    mine.Sum(unit => unit.Y * unit.X), mine.Sum(unit => unit.D * unit.E),
                    mine.Sum(unit => unit.Y * unit.E), mine.Sum(unit => unit.D * unit.X));
            }

            if (metric.AdjustmentWindow is not null)
                return new AdjustedMeanStatistic(y, x, mine.Sum(unit => unit.Y * unit.X));
            return metric.Numerator.Aggregation == MetricAggregation.Any
                ? new ProportionStatistic(y.Units, y.Sum)
                : y;
        }

        private static long FirstOf(List<Exposure> exposures) => exposures.Min(each => each.OccurredAtUnixMs);

        private List<ViewingEvent> Post(
            MetricDefinition metric, (string Variant, long ExposedAt, List<ViewingEvent> Events) unit) =>
            [.. unit.Events.Where(each => each.OccurredAtUnixMs >= unit.ExposedAt && each.OccurredAtUnixMs < _until
                && (metric.ConversionWindow is not { } window
                    || each.OccurredAtUnixMs < unit.ExposedAt + window.TotalMilliseconds))];

        private static List<ViewingEvent> Pre(
            MetricDefinition metric, (string Variant, long ExposedAt, List<ViewingEvent> Events) unit) =>
            [.. unit.Events.Where(each => each.OccurredAtUnixMs < unit.ExposedAt
                && metric.AdjustmentWindow is { } window
                && each.OccurredAtUnixMs >= unit.ExposedAt - window.TotalMilliseconds)];

        private static double Of(MetricPart? part, List<ViewingEvent> events)
        {
            if (part is null) return 0;
            var mine = events.Where(each => part.EventTypes.Contains(each.Type)).ToList();
            return part.Aggregation switch
            {
                MetricAggregation.Count => mine.Count,
                MetricAggregation.Any => mine.Count > 0 ? 1 : 0,
                MetricAggregation.SumOfValue => mine.Sum(each => each.Value ?? 0),
                MetricAggregation.DistinctContents => mine.Select(each => each.ContentId).Distinct().Count(),
                _ => mine.GroupBy(each => (each.ContentId, each.OccurredAtUnixMs / Day)).Sum(Watched),
            };
        }

        private static double Watched(IEnumerable<ViewingEvent> events)
        {
            double? from = null, to = null;
            foreach (var each in events)
            {
                var starts = each.Type is ViewingEventType.Play or ViewingEventType.Progress;
                var position = each.PositionSeconds
                    ?? (each.Type == ViewingEventType.Complete ? each.DurationSeconds : null);
                if (starts) from = Math.Min(from ?? double.MaxValue, position ?? 0);
                if (starts || position is not null) to = Math.Max(to ?? 0, position ?? 0);
            }

            return from is null ? 0 : Math.Max(0, to!.Value - from.Value);
        }
    }
}

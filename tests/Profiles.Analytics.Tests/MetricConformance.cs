using System.Collections.Immutable;
using System.Text.Json;
using Profiles.Analytics.Metrics;
using Profiles.Core.Conditions;
using Profiles.Core.Events;
using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Experiments.Exposures;
using Profiles.Core.Units;
using Profiles.Statistics.Samples;
using static Profiles.Analytics.Tests.SomeRecords;

namespace Profiles.Analytics.Tests;

/// <summary>Sums of metrics equal those of a plain computation over the same records, on every store.</summary>
public abstract class MetricConformance
{
    private static readonly ImmutableArray<string> Plays = ["play"];
    private static readonly ImmutableArray<string> Starts = ["play", "like"];
    private static readonly ImmutableArray<string> Playback = ["play", "progress", "complete", "stop"];

    private static readonly ExperimentSlice Slice = new(
        Tenant, "checkout", 0, DateTimeOffset.FromUnixTimeMilliseconds(Start + Day),
        DateTimeOffset.FromUnixTimeMilliseconds(Start + (8 * Day)));

    public static TheoryData<string> Keys => [.. Metrics.Select(metric => metric.Key)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ImmutableArray<MetricDefinition> Metrics { get; } =
    [
        Metric("plays", Starts, MetricAggregation.Count),
        Metric("plays of a day", Starts, MetricAggregation.Count) with { ConversionWindowHours = 24 },
        Metric("liked", ["like"], MetricAggregation.Count) with { Kind = MetricKind.Proportion },
        Metric("liked, adjusted", ["like"], MetricAggregation.Count) with
        {
            Kind = MetricKind.Proportion, CupedDays = 3,
        },
        Metric("rated above nothing", Starts, MetricAggregation.MaxValue, """{"value":{"$gt":0.5}}""") with
        {
            Kind = MetricKind.Proportion,
        },
        Metric("rated", Starts, MetricAggregation.SumValue),
        Metric("rated at a percentile", Starts, MetricAggregation.SumValue) with { WinsorizeQuantile = 0.9 },
        Metric("best", Starts, MetricAggregation.MaxValue) with { CupedDays = 4 },
        Metric("contents", Starts, MetricAggregation.DistinctContents),
        Metric("sessions", Starts, MetricAggregation.DistinctSessions) with { CupedDays = 2 },
        Metric("days", Starts, MetricAggregation.DistinctDays) with { CupedDays = 3 },
        Metric(
            "contents of some", Starts, MetricAggregation.DistinctContents,
            """{"contentId":{"$in":["c1","c2"]},"$or":[{"value":{"$exists":false}},{"value":{"$lt":0.5}}]}"""),
        Metric("watched", Playback, MetricAggregation.WatchSeconds) with { CupedDays = 3 },
        Metric("watched long", Playback, MetricAggregation.WatchSeconds, """{"positionSeconds":{"$gte":2500}}"""),
        Metric("watched by play", Playback, MetricAggregation.WatchSeconds) with
        {
            Kind = MetricKind.Ratio, Denominator = new MetricMeasure(Plays, MetricAggregation.Count, null),
        },
        Metric(
            "watched by play, adjusted", Playback, MetricAggregation.WatchSeconds,
            """{"sessionId":{"$ne":"s1"}}""") with
        {
            Kind = MetricKind.Ratio,
            Denominator = new MetricMeasure(Plays, MetricAggregation.Count, Json("""{"contentId":"c1"}""")),
            CupedDays = 2, WinsorizeQuantile = 0.95, ConversionWindowHours = 72,
        },
        Metric("watched, quantile", Playback, MetricAggregation.WatchSeconds) with
        {
            Kind = MetricKind.Quantile, Quantile = 0.9,
        },
    ];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Read_WhenRecordsAreRandom_EqualsThePlainComputation(string key)
    {
        var metric = Metrics.Single(each => each.Key == key);
        await using var test = NewStore();
        var records = RandomRecords();
        var reader = await ReaderOfAsync(test, records);
        var read = await reader.ReadAsync(Slice, metric, Cancellation);
        var units = await reader.ReadUnitsAsync(Slice, Cancellation);

        var plain = new PlainMetrics(records, Slice);
        Assert.Equal(plain.UnitsByVariant, units.ByVariant);
        Assert.Equal(plain.OfSeveral, units.OfSeveral);
        Assert.NotEqual(0, units.OfSeveral);
        Assert.Equal(["blue", "red"], read.Select(each => each.Variant));
        foreach (var (variant, statistic) in read) AssertSame(plain.Compute(metric, variant), statistic);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task ReadDaily_WhenRecordsAreRandom_EqualsThePlainComputationAtTheEndOfEachDay(string key)
    {
        var metric = Metrics.Single(each => each.Key == key);
        await using var test = NewStore();
        var records = RandomRecords();
        var reader = await ReaderOfAsync(test, records);

        // The slice ends within a day.
        var slice = Slice with { Until = Slice.Until.AddHours(-7) };
        var days = await reader.ReadDailyAsync(slice, metric, 60, Cancellation);
        var some = await reader.ReadDailyAsync(slice, metric, 3, Cancellation);

        Assert.Equal(Enumerable.Range(2, 7).Select(day => new DateOnly(2026, 1, day)), days.Select(of => of.Day));
        Assert.Equal([new(2026, 1, 2), new(2026, 1, 5), new(2026, 1, 8)], some.Select(of => of.Day));
        foreach (var (day, variants) in days)
        {
            var end = new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
            var plain = new PlainMetrics(records, slice with { AsOf = end });
            Assert.Equal(plain.UnitsByVariant.Keys, variants.Select(of => of.Variant));
            foreach (var (variant, statistic) in variants)
                AssertSame(plain.Compute(metric, variant), statistic, mayBeNothing: true);
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task ReadBySegment_WhenRecordsAreRandom_EqualsThePlainComputationOfEachSegment(string key)
    {
        var metric = Metrics.Single(each => each.Key == key);
        await using var test = NewStore();
        var records = RandomRecords();
        var reader = await ReaderOfAsync(test, records);

        var plain = new PlainMetrics(records, Slice);
        var largest = plain.UnitsBySegment.OrderByDescending(of => of.Value.Values.Sum()).ToList();
        var units = await reader.ReadSegmentsAsync(Slice, "kind.of", 2, Cancellation);
        Assert.Equal(largest.Take(2).Select(of => of.Key), units.Segments.Select(of => of.Segment));
        foreach (var (segment, byVariant) in units.Segments) Assert.Equal(plain.UnitsBySegment[segment], byVariant);
        Assert.Equal(
            (largest.Count - 2, largest.Skip(2).Sum(of => of.Value.Values.Sum())),
            (units.OtherSegments, units.OtherUnits));
        Assert.Contains("", largest.Select(of => of.Key));

        var read = await reader.ReadBySegmentAsync(
            Slice, metric, "kind.of", [.. largest.Select(of => of.Key)], Cancellation);
        Assert.Equal(largest.Sum(of => of.Value.Count), read.Length);
        foreach (var (segment, variant, statistic) in read)
            AssertSame(plain.Compute(metric, variant, segment), statistic, mayBeNothing: true);
        Assert.Empty(await reader.ReadBySegmentAsync(Slice, metric, "kind.of", ["it's none"], Cancellation));
    }

    private protected abstract TestStore NewStore();

    private static MetricDefinition Metric(
        string key, ImmutableArray<string> types, MetricAggregation aggregation, string? condition = null) => new()
        {
            Key = key, Name = key,
            Numerator = new MetricMeasure(types, aggregation, condition is null ? null : Json(condition)),
        };

    private static JsonElement Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static void AssertSame(MetricStatistic expected, MetricStatistic actual, bool mayBeNothing = false)
    {
        Assert.Equal(expected.GetType(), actual.GetType());
        Assert.Equal(expected.Units, actual.Units);
        if (!mayBeNothing) Assert.NotEqual(0, expected.Value);
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

    private static async Task<ExperimentMetricsReader> ReaderOfAsync(
        TestStore test, (UnitKey Unit, UnitRecord Record)[] records)
    {
        await using var store = await test.OpenAsync(new AnalyticsOptions { KeepEveryProgress = true });
        var at = 0L;
        foreach (var run in records.Chunk(700))
        {
            await store.WriteAsync(Run(0, at, run), Cancellation);
            at += run.Length;
        }

        return new ExperimentMetricsReader(test.CreateReader());
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
                records.Add(Exposed(
                    unit, i % 3 == 0 ? "red" : "blue", Start + chance.NextInt64(9 * Day),
                    kind: (string?[])["tv", "tv", "phone", "it's", null] is var kinds ? kinds[chance.Next(5)] : null));
            if (chance.Next(12) == 0) records.Add(Exposed(unit, "red", Start + chance.NextInt64(9 * Day)));
            if (chance.Next(12) == 0)
                records.Add(Exposed(unit, "red", Start + chance.NextInt64(9 * Day), bucketVersion: 1));
            for (var n = chance.Next(60); n > 0; n--)
            {
                records.Add(Happened(
                    unit, $"e{n}", types[chance.Next(types.Length)], Start + chance.NextInt64(9 * Day),
                    $"c{chance.Next(4)}", chance.Next(2) == 0 ? null : Math.Round(chance.NextDouble(), 2),
                    chance.Next(3) == 0 ? null : Math.Round(chance.NextDouble() * 5000, 3), 5400,
                    chance.Next(4) == 0 ? null : $"s{chance.Next(3)}"));
            }
        }

        return [.. records];
    }

    private sealed record PlainUnit(string Variant, long ExposedAt, List<ViewingEvent> Events, string Segment);

    /// <summary>The same by hand.</summary>
    private sealed class PlainMetrics
    {
        private readonly List<PlainUnit> _units = [];
        private readonly long _until;

        public PlainMetrics((UnitKey Unit, UnitRecord Record)[] records, ExperimentSlice slice)
        {
            var until = slice.Until.ToUnixTimeMilliseconds();
            _until = Math.Min(until, slice.AsOf?.ToUnixTimeMilliseconds() ?? until);
            foreach (var unit in records.GroupBy(record => record.Unit))
            {
                var exposures = unit.Select(each => each.Record).OfType<UnitRecord.Exposed>()
                    .Select(each => each.Exposure)
                    .Where(each => each.BucketVersion == 0 && each.OccurredAtUnixMs < until).ToList();
                if (exposures.Count == 0 || FirstOf(exposures) < slice.From.ToUnixTimeMilliseconds()) continue;
                if (exposures.Select(each => each.Variant).Distinct().Count() > 1)
                {
                    OfSeveral++;
                    continue;
                }

                if (FirstOf(exposures) >= _until) continue;
                var first = exposures.MinBy(each => each.OccurredAtUnixMs)!;
                _units.Add(new PlainUnit(
                    first.Variant, FirstOf(exposures),
                    [.. unit.Select(each => each.Record).OfType<UnitRecord.Viewing>().Select(each => each.Event)],
                    first.Dimensions.FirstOrDefault(of => of.Key == "kind.of").Value ?? ""));
            }
        }

        public long OfSeveral { get; }

        public ImmutableSortedDictionary<string, long> UnitsByVariant => _units.GroupBy(unit => unit.Variant)
            .ToImmutableSortedDictionary(group => group.Key, group => group.LongCount());

        public Dictionary<string, ImmutableSortedDictionary<string, long>> UnitsBySegment => _units
            .GroupBy(unit => unit.Segment).ToDictionary(of => of.Key, of => of.GroupBy(unit => unit.Variant)
                .ToImmutableSortedDictionary(group => group.Key, group => group.LongCount()));

        public MetricStatistic Compute(MetricDefinition metric, string variant, string? segment = null)
        {
            var isShare = metric.Kind == MetricKind.Proportion;
            double Value(List<ViewingEvent> events) =>
                Of(metric.Numerator, events) is var value && isShare ? value > 0 ? 1 : 0 : value;
            var all = _units.Select(unit => (unit.Variant, unit.Segment, Y: Value(Post(metric, unit)),
                X: Value(Pre(metric, unit)), D: Of(metric.Denominator, Post(metric, unit)),
                E: Of(metric.Denominator, Pre(metric, unit)))).ToList();
            var cap = metric.WinsorizeQuantile is { } percentile
                ? Winsorization.Cap(ValueHistogram.Of(all.Select(unit => unit.Y)), percentile)
                : double.PositiveInfinity;
            var mine = all.Where(unit => unit.Variant == variant && (segment ?? unit.Segment) == unit.Segment)
                .Select(unit => (Y: Math.Min(unit.Y, cap), X: Math.Min(unit.X, cap), unit.D, unit.E)).ToList();
            double[] Y() => [.. mine.Select(unit => unit.Y)];
            if (metric.Quantile is { } quantile) return QuantileStatistic.Of(ValueHistogram.Of(Y()), quantile);
            var (y, x) = (MeanStatistic.Of(Y()), MeanStatistic.Of([.. mine.Select(unit => unit.X)]));
            if (metric.Denominator is not null)
            {
                var (d, e) = (MeanStatistic.Of([.. mine.Select(unit => unit.D)]),
                    MeanStatistic.Of([.. mine.Select(unit => unit.E)]));
                var after = new RatioStatistic(y, d, mine.Sum(unit => unit.Y * unit.D));
                return metric.CupedDays == 0 ? after : new AdjustedRatioStatistic(
                    after, new RatioStatistic(x, e, mine.Sum(unit => unit.X * unit.E)),
                    mine.Sum(unit => unit.Y * unit.X), mine.Sum(unit => unit.D * unit.E),
                    mine.Sum(unit => unit.Y * unit.E), mine.Sum(unit => unit.D * unit.X));
            }

            if (metric.CupedDays > 0)
                return new AdjustedMeanStatistic(y, x, mine.Sum(unit => unit.Y * unit.X));
            return isShare
                ? new ProportionStatistic(y.Units, y.Sum)
                : y;
        }

        private static long FirstOf(List<Exposure> exposures) => exposures.Min(each => each.OccurredAtUnixMs);

        private List<ViewingEvent> Post(
            MetricDefinition metric, PlainUnit unit) =>
            [.. unit.Events.Where(each => each.OccurredAtUnixMs >= unit.ExposedAt && each.OccurredAtUnixMs < _until
                && (metric.ConversionWindowHours is not { } hours
                    || each.OccurredAtUnixMs < unit.ExposedAt + (hours * Hour)))];

        private static List<ViewingEvent> Pre(
            MetricDefinition metric, PlainUnit unit) =>
            [.. unit.Events.Where(each => each.OccurredAtUnixMs < unit.ExposedAt
                && each.OccurredAtUnixMs >= unit.ExposedAt - (metric.CupedDays * Day))];

        private static double Of(MetricMeasure? measure, List<ViewingEvent> events)
        {
            if (measure is null) return 0;
            var condition = measure.Condition is { } json ? ConditionCompiler.CompileLeniently(json) : Condition.Always;
            var mine = events.Where(each => measure.EventTypes.Contains(each.Type.Name())
                && condition.IsMetBy(MetricAttributes.Of(each))).ToList();
            return measure.Aggregation switch
            {
                MetricAggregation.Count => mine.Count,
                MetricAggregation.SumValue => mine.Sum(each => each.Value ?? 0),
                MetricAggregation.MaxValue => mine.Max(each => each.Value) ?? 0,
                MetricAggregation.DistinctContents => mine.Select(each => each.ContentId).Distinct().Count(),
                MetricAggregation.DistinctSessions => mine.Select(each => each.SessionId).OfType<string>().Distinct()
                    .Count(),
                MetricAggregation.DistinctDays => mine.Select(each => each.OccurredAtUnixMs / Day).Distinct().Count(),
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

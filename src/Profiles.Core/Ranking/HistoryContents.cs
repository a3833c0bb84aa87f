using Profiles.Core.Catalogue;
using Profiles.Core.Trends;

namespace Profiles.Core.Ranking;

/// <summary>What the catalogue and the trends say of a viewer's history, at one moment; what they chose only.</summary>
internal readonly ref struct HistoryContents
{
    public const float AffinityDecay = 0.93f;

    private const float TasteDecay = 0.92f;
    private const float RecentTasteDecay = 0.6f;
    private const double MinuteMs = 60_000;
    private const double HourMs = 60 * MinuteMs;

    // Of the last three contents.
    private readonly (int First, int Second, int Third) _series;

    public HistoryContents(Viewer viewer, RankingMoment moment, in ViewingContext context, SignalTable signals)
    {
        Weights = signals.FeatureWeights;
        Weights.Clear();
        _series = (ContentNumbers.None, ContentNumbers.None, ContentNumbers.None);
        var trend = new FadingMean(TasteDecay);
        var recentTrend = new FadingMean(RecentTasteDecay);
        var age = new FadingMean(TasteDecay);
        var depth = 0;
        var history = viewer.History;
        for (var i = history.Count - 1; i >= 0; i--)
        {
            if (history[i].IsTurnedFrom) continue;
            var isNumbered = moment.Contents.Numbers.TryGet(history[i].ContentId, out var number);
            var popularity = Scorer.LogTrend(moment.Trend, isNumbered ? number : ContentNumbers.None) / 3;
            trend.Add(popularity);
            recentTrend.Add(popularity);
            if (!isNumbered || moment.Contents[number] is not { } entry) continue;

            var years = Scorer.ReleaseYears(entry.ReleasedAtMs, context.NowUnixMs);
            age.Add(VectorMath.Log(1 + years) / 2);
            LastYears ??= years;
            Weights.Add(entry);
            if (depth == 0) _series.First = entry.SeriesNumber;
            else if (depth == 1) _series.Second = entry.SeriesNumber;
            else if (depth == 2) _series.Third = entry.SeriesNumber;
            depth++;
        }

        Weights.Finish(moment.Model.Weights);
        var features = signals.MutableContext;
        Describe(viewer, context, features);
        RequestFeatures.Write(context, features);
        features[(int)ContextFeature.TrendTaste] = trend.Value;
        features[(int)ContextFeature.TrendTasteRecent] = recentTrend.Value;
        features[(int)ContextFeature.AgeTaste] = age.Value;
    }

    /// <summary>What they are like.</summary>
    public ContentFeatureWeights Weights { get; }

    /// <summary>How many years ago the last content was released; null where there is none.</summary>
    public float? LastYears { get; }

    /// <summary>Whether one of the last three contents is of a series.</summary>
    public bool IsOfLastSeries(int series) =>
        series != ContentNumbers.None
        && (series == _series.First || series == _series.Second || series == _series.Third);

    private static void Describe(Viewer viewer, in ViewingContext context, Span<float> features)
    {
        features[(int)ContextFeature.Always] = 1;
        features[(int)ContextFeature.HistoryLength] =
            viewer.HistoryCount == 0 ? -1.5f : VectorMath.Log(viewer.HistoryCount) / 2 - 1.5f;
        if (viewer.NewestMs is not { } newest)
        {
            features[(int)ContextFeature.NoHistory] = 1;
            return;
        }

        var gap = (double)Math.Max(0, context.NowUnixMs - newest);
        features[(int)ContextFeature.GapMinutes] = gap < 10 * MinuteMs ? 1 : 0;
        features[(int)ContextFeature.GapHours] = gap is >= 10 * MinuteMs and < 2 * HourMs ? 1 : 0;
        features[(int)ContextFeature.GapDay] = gap is >= 2 * HourMs and < 24 * HourMs ? 1 : 0;
        features[(int)ContextFeature.Gap] = VectorMath.Log((float)(1 + gap / HourMs)) / 3 - 1;
    }

    /// <summary>A mean in which each value counts for a part of the one before.</summary>
    private struct FadingMean(float decay)
    {
        private float _sum;
        private float _weights;
        private float _weight = 1;

        public readonly float Value => _weights == 0 ? 0 : _sum / _weights;

        public void Add(float value)
        {
            _sum += _weight * value;
            _weights += _weight;
            _weight *= decay;
        }
    }
}

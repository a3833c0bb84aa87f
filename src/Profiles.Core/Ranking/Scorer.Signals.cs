using Profiles.Core.Catalogue;
using Profiles.Core.Models;
using Profiles.Core.Trends;

namespace Profiles.Core.Ranking;

public static partial class Scorer
{
    private const double MsPerDay = 86_400_000;
    private const double MsPerYear = MsPerDay * 365.25;
    private const float UnknownAgeYears = 10;
    private const float LiftScale = 5;

    // From this many candidates on, the catalogue is read column by column.
    private const int MinForColumns = 2048;

    // What a count is taken for where nobody watched: the less a half-life sees, the less.
    private static ReadOnlySpan<float> TrendFloors => [0.05f, 0.1f, 0.2f, 0.3f, 0.5f];

    /// <summary>Works out the signals of candidates, for a viewer at a moment.</summary>
    /// <param name="viewer">The viewer; of the moment's model.</param>
    /// <param name="moment">The model, the catalogue and the trends.</param>
    /// <param name="context">The request.</param>
    /// <param name="candidates">The numbers of contents.</param>
    /// <param name="signals">Where they are written; what was there is gone.</param>
    public static void Signals(
        Viewer viewer, RankingMoment moment, in ViewingContext context, ReadOnlySpan<int> candidates,
        SignalTable signals)
    {
        if (!ReferenceEquals(viewer.Model, moment.Model))
            throw new ArgumentException("The viewer is seen by another version of the model.", nameof(viewer));

        signals.Reset(candidates.Length);
        var history = new HistoryContents(viewer, moment, context, signals);
        Trends(moment.Trend, context, candidates, signals);
        Catalogue(history, moment, context, candidates, signals);
        Learnt(viewer, moment, candidates, signals);
        GC.KeepAlive(moment.Model);
    }

    /// <summary>The age of a release as a signal.</summary>
    internal static float ReleaseYears(long releasedAtMs, long nowMs) => releasedAtMs == long.MinValue
        ? UnknownAgeYears
        : (float)Math.Max(0, (nowMs - releasedAtMs) / MsPerYear);

    /// <summary>The signal trend-3d of one content.</summary>
    internal static float LogTrend(TrendSnapshot trend, int number) =>
        VectorMath.Log(trend.Count(2, number) + TrendFloors[2]);

    private static void Trends(
        TrendSnapshot trend, in ViewingContext context, ReadOnlySpan<int> candidates, SignalTable signals)
    {
        var slots = signals.Slots;
        for (var i = 0; i < slots.Length; i++) slots[i] = trend.SlotOf(candidates[i]);
        for (var halfLife = 0; halfLife < TrendHalfLives.Count; halfLife++)
            LogCounts(
                trend.Counts(halfLife), TrendFloors[halfLife], slots,
                signals.Padded(RankingSignal.Trend6Hours + halfLife));
        LogCounts(trend.Totals, 0.5f, slots, signals.Padded(RankingSignal.Popularity));

        var unseen = signals.Padded(RankingSignal.Unseen);
        var age = signals.Padded(RankingSignal.FirstSeenAge);
        var rarity = signals.Rarity;
        for (var i = 0; i < slots.Length; i++)
        {
            var slot = slots[i];
            var first = slot < 0 ? long.MaxValue : trend.FirstSeenAt(slot);
            unseen[i] = first == long.MaxValue ? 1 : 0;
            age[i] = first == long.MaxValue ? 0 : (float)(Math.Max(0, context.NowUnixMs - first) / MsPerDay);
            rarity[i] = slot < 0 ? 0 : trend.Totals[slot];
        }

        age[candidates.Length..].Clear();
        rarity[candidates.Length..].Clear();
        VectorMath.Log(age, 1, 1);
        VectorMath.InverseRoot(rarity, 2);
    }

    private static void LogCounts(
        ReadOnlySpan<float> counts, float floor, ReadOnlySpan<int> slots, Span<float> column)
    {
        for (var i = 0; i < slots.Length; i++)
        {
            var slot = slots[i];
            column[i] = (uint)slot < (uint)counts.Length ? counts[slot] : 0;
        }

        column[slots.Length..].Clear();
        VectorMath.Log(column, 1, floor);
    }

    private static void Catalogue(
        in HistoryContents history, RankingMoment moment, in ViewingContext context, ReadOnlySpan<int> candidates,
        SignalTable signals)
    {
        var age = signals.Padded(RankingSignal.ReleaseAge);
        var distance = signals.Padded(RankingSignal.ReleaseDistance);
        var affinity = signals.Padded(RankingSignal.ContentAffinity);
        var series = signals.Padded(RankingSignal.SameSeries);
        var genres = signals.Padded(RankingSignal.GenreTaste);
        var columns = candidates.Length >= MinForColumns ? moment.Columns : null;
        for (var i = 0; i < candidates.Length; i++)
        {
            var facts = columns is null ? ContentFacts.Of(moment.Contents[candidates[i]]) : columns[candidates[i]];
            var years = ReleaseYears(facts.ReleasedAtMs, context.NowUnixMs);
            age[i] = years;
            distance[i] = history.LastYears is { } last ? Math.Abs(years - last) : 0;
            (affinity[i], genres[i]) = history.Weights.Compare(facts.Keys, facts.Weights, facts.Genres);
            series[i] = history.IsOfLastSeries(facts.Series) ? 1 : 0;
        }

        age[candidates.Length..].Clear();
        distance[candidates.Length..].Clear();
        VectorMath.Log(age, 1, 1);
        VectorMath.Log(distance, 1, 1);
    }

    private static void Learnt(
        Viewer viewer, RankingMoment moment, ReadOnlySpan<int> candidates, SignalTable signals)
    {
        var model = moment.Model;
        var rows = signals.Rows;
        for (var i = 0; i < rows.Length; i++) rows[i] = moment.RowOf(candidates[i]);
        var factors = signals.Padded(RankingSignal.Factors);
        factors.Clear();
        if (model.Dimensions > 0 && viewer.HistoryCount > 0)
        {
            for (var i = 0; i < rows.Length; i++)
                if (rows[i] >= 0) factors[i] = VectorMath.Dot(viewer.Vector, model.FactorOf(rows[i]));
        }

        for (var kind = 0; kind < LinkKinds.Count; kind++) Links(viewer, model, (LinkKind)kind, signals);
    }

    private static void Links(Viewer viewer, RankingModel model, LinkKind kind, SignalTable signals)
    {
        var column = signals.Padded(RankingSignal.Transitions + (int)kind);
        column.Clear();
        var lift = LiftOf(kind) is { } signal ? signals.Padded(signal) : default;
        lift.Clear();
        if (viewer.LinksOf(kind) is not { Count: > 0 } scores) return;

        // Of many candidates, all scores are laid out by row once, rather than each one looked for.
        var rows = signals.Rows;
        if (rows.Length > scores.Count / 2)
        {
            var byRow = signals.ZerosByRow(model.Items.Count);
            scores.Scatter(byRow);
            for (var i = 0; i < rows.Length; i++) column[i] = rows[i] >= 0 ? byRow[rows[i]] : 0;
            scores.Unscatter(byRow);
        }
        else
        {
            for (var i = 0; i < rows.Length; i++) column[i] = rows[i] >= 0 ? scores[rows[i]] : 0;
        }

        var scale = model.UseOf(kind).Scale;
        if (!lift.IsEmpty) VectorMath.Multiply(column, signals.Rarity, lift);
        if (scale == 0) return;
        VectorMath.Log(column, scale, 1);
        VectorMath.Log(lift, LiftScale * scale, 1);
    }

    private static RankingSignal? LiftOf(LinkKind kind) => kind switch
    {
        LinkKind.Transitions => RankingSignal.TransitionsLift,
        LinkKind.CoWatched => RankingSignal.CoWatchedLift,
        LinkKind.CoWatchedLately => RankingSignal.CoWatchedLatelyLift,
        LinkKind.SameSession => RankingSignal.SameSessionLift,
        _ => null,
    };
}

using System.Globalization;
using Profiles.Core.Catalogue;
using Profiles.Core.Models;
using Profiles.Core.Ranking;

namespace Profiles.Core.Slates;

/// <summary>
/// Tells why a content is in a slate: the group of signals that contributes most to its score, and of the group the
/// signal that does, of what can be told truly. What a source adds to the score is a contribution as any group's is;
/// where the content would not be there without it, it is the reason.
/// </summary>
internal sealed class ReasonFinder
{
    private const int MaxHistory = 30;

    // Trending is what somebody watched within about the last three days.
    private const int TrendingHalfLife = 2;
    private const float MinTrending = 0.5f;

    private const double MsPerDay = 86_400_000;
    private const double RecentYears = 3;
    private const double MsPerYear = MsPerDay * 365.25;

    private readonly float[] _contributions = new float[RankingSignals.Count];
    private readonly float[] _groups = new float[Scorer.GroupCount];
    private readonly int[] _rows = new int[MaxHistory];
    private int _rowCount;

    /// <summary>Begins a slate.</summary>
    public void Begin(in SlateInput input)
    {
        var viewer = input.Memory.Viewer;
        _rowCount = Math.Min(viewer.HistoryCount, MaxHistory);
        for (var i = 0; i < _rowCount; i++)
        {
            var place = viewer.HistoryCount - 1 - i;
            _rows[i] = viewer.IsChosen(place) ? input.Serving.Model.RowOf(viewer.HistoryAt(place)) : -1;
        }
    }

    /// <summary>The reason of a content.</summary>
    /// <param name="input">The request and the viewer.</param>
    /// <param name="entry">The content.</param>
    /// <param name="row">Its signals.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="boost">What the source added to the score.</param>
    /// <param name="isBoosted">Whether it would not be in the slate without what the source added.</param>
    public (SlateReason Reason, string? Because, string Text) Find(
        in SlateInput input, ContentEntry entry, ReadOnlySpan<float> row, SlateSource source, float boost,
        bool isBoosted)
    {
        if (boost > 0 && isBoosted) return OfSource(input, entry, source);
        Scorer.Contributions(input.Serving.Model, row, _contributions);
        Scorer.SumByGroup(_contributions, _groups);
        while (true)
        {
            var group = _groups.AsSpan().IndexOfFirstLargest();

            // What takes away from the score is no reason for it.
            if (_groups[group] <= 0 || boost >= _groups[group]) return OfSource(input, entry, source);
            if (OfGroup(input, entry, (SignalGroup)group) is { } reason) return reason;
            _groups[group] = 0;
        }
    }

    /// <summary>What of a group contributes most, of what can be told truly.</summary>
    private (SlateReason Reason, string? Because, string Text)? OfGroup(
        in SlateInput input, ContentEntry entry, SignalGroup group)
    {
        while (true)
        {
            var largest = -1;
            for (var signal = 0; signal < _contributions.Length; signal++)
            {
                if (((RankingSignal)signal).Group() == group && _contributions[signal] > 0
                    && (largest < 0 || _contributions[signal] > _contributions[largest]))
                    largest = signal;
            }

            if (largest < 0) return null;
            if (OfSignal(input, entry, (RankingSignal)largest) is { } reason) return reason;
            _contributions[largest] = 0;
        }
    }

    private static (SlateReason Reason, string? Because, string Text) OfSource(
        in SlateInput input, ContentEntry entry, SlateSource source) => source switch
        {
            SlateSource.ContinueWatching => (SlateReason.ContinueWatching, null, "continue watching"),
            SlateSource.NextEpisode => (SlateReason.NextEpisode, entry.Item.SeriesId, NextEpisodeText(input, entry)),
            SlateSource.LiveNow => (SlateReason.LiveNow, null, "live now"),
            SlateSource.LiveNext => (SlateReason.StartsAt, null, StartText(entry)),
            SlateSource.Editorial => (SlateReason.Editorial, null, "chosen by our editors"),
            SlateSource.Trending => (SlateReason.Trending, null, "trending now"),
            SlateSource.New => (SlateReason.New, null, "new"),
            SlateSource.Popular => (SlateReason.Popular, null, "popular"),
            SlateSource.BecauseYouWatched or SlateSource.Personal => (SlateReason.ForYou, null, "for you"),
            _ => throw new ArgumentOutOfRangeException(nameof(source), source, "Not a source of this build."),
        };

    private static string StartText(ContentEntry entry) => string.Create(
        CultureInfo.InvariantCulture,
        $"starts at {DateTimeOffset.FromUnixTimeMilliseconds(entry.StartsAtMs):yyyy-MM-ddTHH:mm}Z");

    private static string NextEpisodeText(in SlateInput input, ContentEntry entry) =>
        "next episode of " + TitleOf(input, entry.SeriesNumber, entry.Item.SeriesId);

    private static string TitleOf(in SlateInput input, int number, string? id) =>
        input.Contents[number]?.Item.Title ?? id ?? "";

    private (SlateReason Reason, string? Because, string Text)? OfSignal(
        in SlateInput input, ContentEntry entry, RankingSignal signal)
    {
        switch (signal)
        {
            case RankingSignal.Trend6Hours or RankingSignal.Trend1Day or RankingSignal.Trend3Days:
                return input.Serving.Trend.Count(TrendingHalfLife, entry.Number) >= MinTrending
                    ? (SlateReason.Trending, null, "trending now")
                    : null;
            case RankingSignal.Trend10Days or RankingSignal.Trend30Days or RankingSignal.Popularity:
                return (SlateReason.Popular, null, "popular");
            case RankingSignal.Unseen or RankingSignal.FirstSeenAge:
                return IsNew(input, entry) ? (SlateReason.New, null, "new") : null;
            case RankingSignal.ReleaseAge:
                return OfRelease(input, entry);
            case RankingSignal.Transitions or RankingSignal.TransitionsLift:
                return OfLinks(input, entry, LinkKind.Transitions);
            case RankingSignal.CoWatched or RankingSignal.CoWatchedLift:
                return OfLinks(input, entry, LinkKind.CoWatched);
            case RankingSignal.CoWatchedLately or RankingSignal.CoWatchedLatelyLift:
                return OfLinks(input, entry, LinkKind.CoWatchedLately);
            case RankingSignal.SameSession or RankingSignal.SameSessionLift:
                return OfLinks(input, entry, LinkKind.SameSession);
            case RankingSignal.TwoHop:
                return OfLinks(input, entry, LinkKind.TwoHop);
            case RankingSignal.Factors:
                return OfGenre(input, entry) ?? (SlateReason.Taste, null, "fits what you watch");
            case RankingSignal.ContentAffinity or RankingSignal.GenreTaste:
                return OfGenre(input, entry);
            case RankingSignal.SameSeries:
                return (SlateReason.SameSeries, input.Contents.Numbers.IdOf(entry.SeriesNumber),
                    "more of " + TitleOf(input, entry.SeriesNumber, entry.Item.SeriesId));
            case RankingSignal.ReleaseDistance:
                return OfYears(input);
            default:
                return null;
        }
    }

    private static bool IsNew(in SlateInput input, ContentEntry entry)
    {
        var since = input.NowMs - (long)input.Serving.Options.NewFor.TotalMilliseconds;
        var firstSeen = input.Serving.Trend.FirstSeenMs(entry.Number);
        return entry.NewAtMs != long.MinValue ? entry.NewAtMs >= since : firstSeen >= since;
    }

    private static (SlateReason Reason, string? Because, string Text)? OfRelease(
        in SlateInput input, ContentEntry entry)
    {
        if (entry.ReleasedAtMs == long.MinValue) return null;
        if (IsNew(input, entry)) return (SlateReason.New, null, "new");
        return input.NowMs - entry.ReleasedAtMs < RecentYears * MsPerYear
            ? (SlateReason.RecentRelease, null, "released lately")
            : null;
    }

    private static (SlateReason Reason, string? Because, string Text)? OfGenre(in SlateInput input, ContentEntry entry)
    {
        foreach (var taste in input.Memory.Genres)
            if (entry.GenreKeys.Contains(taste.Key)) return (SlateReason.LikesGenre, null, "you like " + taste.Genre);
        return null;
    }

    private static (SlateReason Reason, string? Because, string Text)? OfYears(in SlateInput input)
    {
        var viewer = input.Memory.Viewer;
        for (var i = viewer.HistoryCount - 1; i >= 0; i--)
        {
            if (!viewer.IsChosen(i) || !input.Contents.TryGet(viewer.HistoryAt(i), out var last)) continue;
            if (last.ReleasedAtMs == long.MinValue) return null;
            return (SlateReason.SameYears, last.Id, "from the years of " + last.Item.Title);
        }

        return null;
    }

    /// <summary>The content of the history that leads to this one most strongly.</summary>
    private (SlateReason Reason, string? Because, string Text)? OfLinks(
        in SlateInput input, ContentEntry entry, LinkKind kind)
    {
        var model = input.Serving.Model;
        var target = input.Serving.Ranking.RowOf(entry.Number);
        if (target < 0 || model.LinksOf(kind) is not { } links) return null;

        var decay = model.UseOf(kind).Decay;
        var (strongest, from) = (0f, -1);
        var weight = 1f;
        for (var i = 0; i < _rowCount; i++)
        {
            if (_rows[i] < 0) continue;
            var place = links.TargetsOf(_rows[i]).BinarySearch(target);
            if (place >= 0 && links.WeightsOf(_rows[i])[place] * weight is var strength && strength > strongest)
                (strongest, from) = (strength, _rows[i]);
            weight *= decay;
        }

        GC.KeepAlive(model);
        if (from < 0) return null;
        var id = model.Items[from];
        var title = input.Contents.TryGet(id, out var watched) ? watched.Item.Title : id;
        return (SlateReason.BecauseYouWatched, id, "because you watched " + title);
    }
}

using Profiles.Core.Ranking;
using Profiles.Core.Slates;

namespace Profiles.Streaming.Serving;

/// <summary>
/// How differently the version in the shadow would have ordered a slate: both versions order the same contents by
/// their scores alone, since boosts and diversity are no part of a model.
/// </summary>
internal static class ShadowComparison
{
    private const int First = 10;

    /// <returns>
    /// The share of the shadow's first ten, or half of a shorter slate, that are among the serving version's; and by
    /// how many places a content differs on average.
    /// </returns>
    public static (double Overlap, double Distance) Compare(ServedSlate served, RankingMoment shadow, Viewer viewer)
    {
        var items = served.Slate.Items;
        var numbers = new int[items.Length];
        var own = new float[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            numbers[i] = items[i].Number;
            var row = served.Slate.Rows.AsSpan().Slice(i * RankingSignals.RowLength, RankingSignals.RowLength);
            own[i] = Scorer.Score(served.Serving.Model, row);
        }

        var signals = new SignalTable();
        var scores = new float[items.Length];
        var request = served.Request;
        var context = new ViewingContext(request.NowUnixMs, request.Device, request.Territory);
        Scorer.Signals(viewer, shadow, context, numbers, signals);
        Scorer.Score(shadow.Model, signals, scores);
        var ownPlaces = PlacesOf(own);
        var places = PlacesOf(scores);
        var first = Math.Min(First, (items.Length + 1) / 2);
        var (common, distance) = (0, 0);
        for (var i = 0; i < items.Length; i++)
        {
            if (ownPlaces[i] < first && places[i] < first) common++;
            distance += Math.Abs(ownPlaces[i] - places[i]);
        }

        return ((double)common / first, (double)distance / items.Length);
    }

    private static int[] PlacesOf(float[] scores)
    {
        var order = Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ToArray();
        var places = new int[scores.Length];
        for (var place = 0; place < order.Length; place++) places[order[place]] = place;
        return places;
    }
}

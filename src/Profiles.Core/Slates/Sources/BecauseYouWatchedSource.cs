namespace Profiles.Core.Slates.Sources;

/// <summary>
/// What goes with one of the last contents that the viewer chose: what the model's links lead to most strongly; of one
/// that the model does not know, the most popular of its genres.
/// </summary>
internal sealed class BecauseYouWatchedSource : ICandidateSource
{
    private const int MaxAnchors = 3;
    private const int MaxOfGenre = 10;
    private const int MaxGenres = 2;

    public SlateSource Source => SlateSource.BecauseYouWatched;

    public int MaxCandidates => 40;

    public void Collect(in SlateInput input, CandidateList candidates)
    {
        var viewer = input.Memory.Viewer;
        var anchors = 0;
        for (var i = viewer.HistoryCount - 1; i >= 0 && anchors < MaxAnchors && !candidates.IsFull; i--)
        {
            if (!viewer.IsChosen(i)) continue;
            anchors++;
            var row = input.Serving.Model.RowOf(viewer.HistoryAt(i));
            if (row >= 0) candidates.Offer(input, input.Serving.Ranking.LinkedTo(row));
            else CollectGenres(input, candidates, viewer.HistoryAt(i));
        }
    }

    private static void CollectGenres(in SlateInput input, CandidateList candidates, string contentId)
    {
        if (!input.Contents.TryGet(contentId, out var entry)) return;
        var genres = entry.GenreKeys;
        for (var i = 0; i < Math.Min(genres.Length, MaxGenres); i++)
        {
            var numbers = input.Serving.Shared.OfGenre(genres[i]);
            candidates.Offer(input, numbers[..Math.Min(numbers.Length, MaxOfGenre)]);
        }
    }
}

namespace Profiles.Core.Slates.Sources;

/// <summary>
/// What goes with the whole history: by links, by factors, and the most popular contents of the genres that the viewer
/// is drawn to, which needs no model.
/// </summary>
internal sealed class PersonalSource : ICandidateSource
{
    private const int MaxGenres = 3;
    private const int MaxOfGenre = 12;

    public SlateSource Source => SlateSource.Personal;

    public int MaxCandidates => 120;

    public void Collect(in SlateInput input, CandidateList candidates)
    {
        candidates.Offer(input, input.Memory.Personal(input.Serving));
        var genres = input.Memory.Genres;
        for (var i = 0; i < Math.Min(genres.Count, MaxGenres); i++)
        {
            var numbers = input.Serving.Shared.OfGenre(genres[i].Key);
            candidates.Offer(input, numbers[..Math.Min(numbers.Length, MaxOfGenre)]);
        }
    }
}

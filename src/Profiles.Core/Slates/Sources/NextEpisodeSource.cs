namespace Profiles.Core.Slates.Sources;

/// <summary>Of series whose last played episode was finished, the next one that was not watched.</summary>
internal sealed class NextEpisodeSource(int maxCandidates) : ICandidateSource
{
    public SlateSource Source => SlateSource.NextEpisode;

    public int MaxCandidates => maxCandidates;

    public void Collect(in SlateInput input, CandidateList candidates) =>
        WatchNext.Collect(input, candidates, SlateSource.NextEpisode);
}

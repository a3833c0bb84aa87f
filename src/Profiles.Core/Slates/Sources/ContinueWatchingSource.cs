namespace Profiles.Core.Slates.Sources;

/// <summary>What was started and not finished, the latest first.</summary>
internal sealed class ContinueWatchingSource(int maxCandidates) : ICandidateSource
{
    public SlateSource Source => SlateSource.ContinueWatching;

    public int MaxCandidates => maxCandidates;

    public void Collect(in SlateInput input, CandidateList candidates) =>
        WatchNext.Collect(input, candidates, SlateSource.ContinueWatching);
}

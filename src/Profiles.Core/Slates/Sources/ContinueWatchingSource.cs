namespace Profiles.Core.Slates.Sources;

/// <summary>What was started and not finished, the latest first.</summary>
internal sealed class ContinueWatchingSource : ICandidateSource
{
    public SlateSource Source => SlateSource.ContinueWatching;

    public int MaxCandidates => 20;

    public void Collect(in SlateInput input, CandidateList candidates) =>
        WatchNext.Collect(input, candidates, SlateSource.ContinueWatching);
}

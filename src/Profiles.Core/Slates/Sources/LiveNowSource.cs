namespace Profiles.Core.Slates.Sources;

/// <summary>Live events that are on, those watched most first.</summary>
internal sealed class LiveNowSource : ICandidateSource
{
    public SlateSource Source => SlateSource.LiveNow;

    public int MaxCandidates => 15;

    public void Collect(in SlateInput input, CandidateList candidates) =>
        candidates.Offer(input, input.Serving.Shared.LiveNow);
}

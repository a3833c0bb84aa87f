namespace Profiles.Core.Slates.Sources;

/// <summary>Live events that start within the lead, the next ones first.</summary>
internal sealed class LiveNextSource : ICandidateSource
{
    public SlateSource Source => SlateSource.LiveNext;

    public int MaxCandidates => 15;

    public void Collect(in SlateInput input, CandidateList candidates) =>
        candidates.Offer(input, input.Serving.Shared.LiveNext);
}

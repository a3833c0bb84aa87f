namespace Profiles.Core.Slates.Sources;

/// <summary>What is new in the catalogue, the newest first.</summary>
internal sealed class NewSource : ICandidateSource
{
    public SlateSource Source => SlateSource.New;

    public int MaxCandidates => 20;

    public void Collect(in SlateInput input, CandidateList candidates) =>
        candidates.Offer(input, input.Serving.Shared.New);
}

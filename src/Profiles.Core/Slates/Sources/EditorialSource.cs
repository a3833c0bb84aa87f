namespace Profiles.Core.Slates.Sources;

/// <summary>What the catalogue puts forward by a tag, the newest first.</summary>
internal sealed class EditorialSource : ICandidateSource
{
    public SlateSource Source => SlateSource.Editorial;

    public int MaxCandidates => 20;

    public void Collect(in SlateInput input, CandidateList candidates) =>
        candidates.Offer(input, input.Serving.Shared.Editorial);
}

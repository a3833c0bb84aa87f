namespace Profiles.Core.Slates.Sources;

/// <summary>What is watched most of all.</summary>
internal sealed class PopularSource : ICandidateSource
{
    public SlateSource Source => SlateSource.Popular;

    public int MaxCandidates => 200;

    public void Collect(in SlateInput input, CandidateList candidates) =>
        candidates.Offer(input, input.Serving.Shared.Popular);
}

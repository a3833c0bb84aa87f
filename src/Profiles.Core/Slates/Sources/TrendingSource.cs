namespace Profiles.Core.Slates.Sources;

/// <summary>What is watched most now, at a half-life of a day.</summary>
internal sealed class TrendingSource : ICandidateSource
{
    public SlateSource Source => SlateSource.Trending;

    public int MaxCandidates => 40;

    public void Collect(in SlateInput input, CandidateList candidates) =>
        candidates.Offer(input, input.Serving.Shared.Trending);
}

using Profiles.Core.Ranking;

namespace Profiles.Core.Models;

/// <summary>Weights set by hand, for when nothing was learnt yet.</summary>
internal static class UntrainedWeights
{
    public static RankerWeights Create()
    {
        var weights = new float[RankingSignals.Count * ContextFeatures.Count];
        Set(RankingSignal.Trend1Day, 0.2f);
        Set(RankingSignal.Trend3Days, 0.5f);
        Set(RankingSignal.Trend10Days, 0.2f);
        Set(RankingSignal.Trend30Days, 0.1f);
        Set(RankingSignal.ContentAffinity, 1.5f);
        Set(RankingSignal.SameSeries, 0.5f);
        Set(RankingSignal.FirstSeenAge, -0.15f);
        Set(RankingSignal.ReleaseAge, -0.1f);

        // The measure that boosts were set by.
        return new RankerWeights(weights, new float[RankingSignals.Count], scoreDeviation: 1);

        void Set(RankingSignal signal, float weight) =>
            weights[(int)signal * ContextFeatures.Count + (int)ContextFeature.Always] = weight;
    }
}

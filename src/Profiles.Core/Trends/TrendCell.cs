using System.Runtime.CompilerServices;

namespace Profiles.Core.Trends;

/// <summary>What one partition counted of one content.</summary>
internal struct TrendCell
{
    public int Number;
    public HalfLifeCounts Counts;
    public DecayedCount Impressions;
    public DecayedCount Clicks;
    public double Total;
    public long FirstSeenMs;

    [InlineArray(TrendHalfLives.Count)]
    public struct HalfLifeCounts
    {
        private DecayedCount _first;
    }
}

using System.Collections.Immutable;

namespace Profiles.Core.Experiments.Bucketing;

/// <summary>
/// The parts of [0, 1) that belong to the variants, by GrowthBook's rule: variant i starts where the weights before it
/// end, and takes up its weight times the coverage from there. So more coverage only lengthens the parts, and moves
/// nobody from one variant to another.
/// </summary>
public static class BucketRanges
{
    private const double LeastSum = 0.99;
    private const double GreatestSum = 1.01;

    /// <summary>The same weight for each; none where there are no variants.</summary>
    public static ImmutableArray<double> EqualWeights(int variants) =>
        variants <= 0 ? [] : [.. Enumerable.Repeat(1.0 / variants, variants)];

    /// <summary>The parts of the variants.</summary>
    /// <param name="variants">How many variants.</param>
    /// <param name="coverage">The share of units that are in; taken as 0 below 0, as 1 above 1.</param>
    /// <param name="weights">
    /// A weight for each variant; equal ones stand for none, for another number of them, and for a sum below 0.99 or
    /// above 1.01.
    /// </param>
    public static ImmutableArray<BucketRange> Of(int variants, double coverage, ImmutableArray<double> weights)
    {
        if (coverage < 0) coverage = 0;
        else if (coverage > 1) coverage = 1;
        if (weights.IsDefault || weights.Length != variants || weights.Sum() is < LeastSum or > GreatestSum)
            weights = EqualWeights(variants);

        var ranges = ImmutableArray.CreateBuilder<BucketRange>(weights.Length);
        var start = 0.0;
        foreach (var weight in weights)
        {
            ranges.Add(new BucketRange(start, start + coverage * weight));
            start += weight;
        }

        return ranges.DrainToImmutable();
    }

    /// <summary>The first part that holds the bucket; -1 where none does.</summary>
    public static int Choose(double bucket, ImmutableArray<BucketRange> ranges)
    {
        for (var i = 0; i < ranges.Length; i++)
            if (ranges[i].Contains(bucket)) return i;
        return -1;
    }
}

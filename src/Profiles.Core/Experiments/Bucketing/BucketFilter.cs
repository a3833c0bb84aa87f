using System.Collections.Immutable;

namespace Profiles.Core.Experiments.Bucketing;

/// <summary>Lets units through whose bucket, by a seed of its own, is in one of the ranges. Immutable.</summary>
/// <param name="Attribute">The attribute whose value is hashed.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Ranges">The ranges.</param>
public sealed record BucketFilter(string Attribute, BucketSeed Seed, ImmutableArray<BucketRange> Ranges)
{
    /// <summary>
    /// A namespace: a part of the buckets of version 1 by the salt <c>__NAME</c>, of the unit's value whatever
    /// attribute it comes from.
    /// </summary>
    public static BucketFilter Namespace(string name, BucketRange range) =>
        new(string.Empty, new BucketSeed("__" + name, 1), [range]);

    /// <summary>Whether a unit's bucket is in one of the ranges.</summary>
    public bool Includes(double bucket) => BucketRanges.Choose(bucket, Ranges) >= 0;
}

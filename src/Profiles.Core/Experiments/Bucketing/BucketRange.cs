namespace Profiles.Core.Experiments.Bucketing;

/// <summary>A part of [0, 1): from its start inclusive to its end exclusive.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="End">Where it ends.</param>
public readonly record struct BucketRange(double Start, double End)
{
    /// <summary>Whether the bucket is in it; NaN is in none.</summary>
    public bool Contains(double bucket) => bucket >= Start && bucket < End;
}

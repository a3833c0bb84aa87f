using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Bucketing;

namespace Profiles.Core.Experiments.Flags;

/// <summary>A part of all units.</summary>
/// <param name="Seed">What spreads them.</param>
/// <param name="HashAttribute">What names them.</param>
/// <param name="FallbackAttribute">What names them otherwise, where assignments are sticky; may be null.</param>
/// <param name="Range">Their buckets; null where the coverage says which.</param>
/// <param name="Coverage">The greatest of their buckets.</param>
internal sealed record FlagRollout(
    BucketSeed Seed, string HashAttribute, string? FallbackAttribute, BucketRange? Range, double Coverage)
{
    public bool Includes(ref readonly Evaluation evaluation)
    {
        if (Range is null && Coverage == 0) return false;
        var fallback = evaluation.Context.Sticky is null ? null : FallbackAttribute;
        var value = evaluation.FindHashValue(HashAttribute, fallback, out _);
        if (value is AttributeValue.Nothing) return false;
        var bucket = Seed.BucketOf(value);
        return Range is { } range ? range.Contains(bucket) : bucket <= Coverage;
    }
}

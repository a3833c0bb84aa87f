using Orleans.Concurrency;

namespace Profiles.Contracts.Experiments;

/// <summary>What an experiment gives a unit.</summary>
/// <param name="Experiment">The key of the experiment.</param>
/// <param name="Variant">The key of the variant; null where the unit has none.</param>
/// <param name="Reason">Why, as <c>AssignmentReasons</c> names it.</param>
/// <param name="BucketVersion">The version of the experiment's buckets.</param>
/// <param name="HashAttribute">The attribute that names the unit.</param>
/// <param name="HashValue">Its value, where the variant is an exposure once it takes effect; else null.</param>
[GenerateSerializer, Immutable, Alias("profiles.variant-answer")]
public sealed record VariantAnswer(
    [property: Id(0)] string Experiment, [property: Id(1)] string? Variant, [property: Id(2)] string Reason,
    [property: Id(3)] int BucketVersion, [property: Id(4)] string HashAttribute, [property: Id(5)] string? HashValue)
{
    /// <summary>Whether the variant, once it takes effect, is an exposure: not where it is forced.</summary>
    public bool IsExposure => HashValue is not null;
}

using System.Collections.Immutable;

namespace Profiles.Core.Experiments.Exposures;

/// <summary>
/// A unit met a variant. It counts once for each unit, experiment, variant and bucket version: the first time. Never
/// written for a forced variant. Immutable.
/// </summary>
public sealed record Exposure
{
    /// <summary>The most dimensions.</summary>
    public const int MaxDimensions = 8;

    /// <summary>The longest name or value of a dimension, in UTF-16 code units.</summary>
    public const int MaxDimensionLength = 64;

    /// <summary>The key of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>The key of the variant.</summary>
    public required string Variant { get; init; }

    /// <summary>The version of the experiment's buckets, from 0.</summary>
    public int BucketVersion { get; init; }

    /// <summary>When the variant took effect, in milliseconds since 1970-01-01 UTC.</summary>
    public required long OccurredAtUnixMs { get; init; }

    /// <summary>The attribute that was hashed, such as <c>id</c>.</summary>
    public required string HashAttribute { get; init; }

    /// <summary>Its value: the unit that results are counted by.</summary>
    public required string HashValue { get; init; }

    /// <summary>The version of the plan that assigned the variant; 0 where a client did by itself.</summary>
    public long PlanVersion { get; init; }

    /// <summary>The slate that the variant took effect in; null where it was none.</summary>
    public string? SlateId { get; init; }

    /// <summary>What results may be split by, such as device and territory: names in ordinal order, each
    /// once.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Dimensions { get; init; } = [];
}

using System.Collections.Immutable;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Bucketing;

namespace Profiles.Core.Experiments.Flags;

/// <summary>Who is in an experiment, and how they are spread over its variants.</summary>
internal sealed record ExperimentSpread
{
    public required string HashAttribute { get; init; }

    public string? FallbackAttribute { get; init; }

    public int BucketVersion { get; init; }

    public int MinBucketVersion { get; init; }

    public bool IsSticky { get; init; }

    public required BucketSeed Seed { get; init; }

    /// <summary>The parts of the variants; a bandit's leaf has its own.</summary>
    public required ImmutableArray<BucketRange> Ranges { get; init; }

    /// <summary>Who is looked at; default where none are written, and the namespace counts.</summary>
    public ImmutableArray<BucketFilter> Filters { get; init; }

    public BucketFilter? Namespace { get; init; }

    public Condition Condition { get; init; } = Condition.Always;
}

using System.Collections.Immutable;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Bucketing;

namespace Profiles.Core.Experiments.Flags;

/// <summary>A context of a contextual bandit: who meets its condition is bucketed by its weights.</summary>
/// <param name="Id">Which; -1 for who meets the condition of none.</param>
/// <param name="Weights">The weights of the variants.</param>
/// <param name="BanditVersion">The version of the bandit; null where none is written.</param>
public sealed record BanditLeaf(int Id, ImmutableArray<double> Weights, double? BanditVersion)
{
    /// <summary>The leaf of who meets the condition of none.</summary>
    public const int FallbackId = -1;

    internal Condition Condition { get; init; } = Condition.Always;

    /// <summary>The parts of the variants by these weights.</summary>
    internal ImmutableArray<BucketRange> Ranges { get; init; }

    /// <summary>Whether the weights stand for those of the experiment; not of a fallback without any.</summary>
    internal bool ReplacesWeights => Id != FallbackId;
}

using System.Collections.Immutable;

namespace Profiles.Statistics.Experiments;

/// <summary>All that is known of an experiment's units.</summary>
/// <param name="Metrics">The metrics.</param>
/// <param name="Variants">The variants, the control first.</param>
/// <param name="UnitsOfSeveralVariants">
/// How many units met more than one variant. They are left out of all variants: no variant can answer for them.
/// </param>
public sealed record ExperimentSample(
    ImmutableArray<AnalysedMetric> Metrics,
    ImmutableArray<AnalysedVariant> Variants,
    long UnitsOfSeveralVariants = 0);

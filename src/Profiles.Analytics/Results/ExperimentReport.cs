using System.Collections.Immutable;
using Profiles.Statistics.Experiments;

namespace Profiles.Analytics.Results;

/// <summary>What an experiment found.</summary>
/// <param name="Result">The comparison of its variants, and whether to trust it.</param>
/// <param name="Unavailable">Metrics that could not be worked out.</param>
public sealed record ExperimentReport(ExperimentResult Result, ImmutableArray<UnavailableMetric> Unavailable);

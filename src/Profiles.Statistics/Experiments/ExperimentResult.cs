using System.Collections.Immutable;
using Profiles.Statistics.Health;

namespace Profiles.Statistics.Experiments;

/// <summary>What an experiment found.</summary>
/// <param name="Variants">The variants, the control first.</param>
/// <param name="Health">Every check with its reason.</param>
/// <param name="SampleRatio">The numbers of the split's check.</param>
/// <param name="MultipleExposures">The numbers of the units that met several variants.</param>
public sealed record ExperimentResult(
    ImmutableArray<VariantResult> Variants,
    ImmutableArray<HealthFinding> Health,
    SampleRatioResult SampleRatio,
    MultipleExposuresResult MultipleExposures)
{
    /// <summary>Whether no check alerts.</summary>
    public bool IsTrustworthy => Health.All(finding => finding.Status != HealthStatus.Alert);
}

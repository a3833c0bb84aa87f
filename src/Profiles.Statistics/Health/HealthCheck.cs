namespace Profiles.Statistics.Health;

/// <summary>What is checked before results are believed.</summary>
public enum HealthCheck
{
    /// <summary>The units split as the weights say: <see cref="Health.SampleRatio"/>.</summary>
    SampleRatio,

    /// <summary>Hardly a unit met several variants: <see cref="Health.MultipleExposures"/>.</summary>
    MultipleExposures,

    /// <summary>
    /// A metric is measured over all units of its variant: to leave out those that did something else compares groups
    /// that the variants themselves have picked.
    /// </summary>
    MetricUnits,
}

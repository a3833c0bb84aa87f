namespace Profiles.Statistics.Power;

/// <summary>What is known of a metric before an experiment.</summary>
/// <param name="Mean">Its value without any change.</param>
/// <param name="Variance">Between units.</param>
public sealed record MetricExpectation(double Mean, double Variance)
{
    /// <summary>A share of units: variance p (1 - p).</summary>
    public static MetricExpectation OfProportion(double rate) => new(rate, rate * (1 - rate));

    internal bool IsUsable => double.IsFinite(Mean) && Mean != 0 && double.IsFinite(Variance) && Variance > 0;
}

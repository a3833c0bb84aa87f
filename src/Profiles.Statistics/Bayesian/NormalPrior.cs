namespace Profiles.Statistics.Bayesian;

/// <summary>What is believed of a relative effect before any unit is seen.</summary>
/// <param name="Mean">The effect expected, as a part of the control's value.</param>
/// <param name="Variance">How far it may be from that, above 0.</param>
public sealed record NormalPrior(double Mean, double Variance)
{
    /// <summary>No effect expected, and hardly one of more than 60 %: GrowthBook's proper prior, N(0, 0.3²).</summary>
    public static NormalPrior Usual { get; } = new(0, 0.3 * 0.3);

    internal bool IsProper => double.IsFinite(Mean) && double.IsFinite(Variance) && Variance > 0;

    // The same belief in the metric's own unit.
    internal NormalPrior InUnitOf(double baseline) =>
        new(Mean * Math.Abs(baseline), Variance * baseline * baseline);
}

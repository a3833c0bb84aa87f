using Profiles.Statistics.Effects;

namespace Profiles.Statistics.Samples;

/// <summary>
/// All that an analysis needs to know of one metric over the units of one variant: the value, and the variance that a
/// single unit contributes, so that the variance of the value is <see cref="Variance"/> / <see cref="Units"/>.
/// </summary>
public abstract record MetricStatistic
{
    private protected MetricStatistic()
    {
    }

    /// <summary>How many units (of a quantile: how many values).</summary>
    public abstract long Units { get; }

    /// <summary>The value to compare, adjusted where the statistic adjusts.</summary>
    public abstract double Value { get; }

    /// <summary>The value as it was measured; lifts are relative to it.</summary>
    public virtual double UnadjustedValue => Value;

    /// <summary>The variance of one unit; 0 where there are too few to tell.</summary>
    public abstract double Variance { get; }

    /// <summary>Why this alone cannot be compared with anything; usually <see cref="Insufficiency.None"/>.</summary>
    public virtual Insufficiency Check()
    {
        if (!IsFinite) return Insufficiency.NotFinite;
        return Units < 2 ? Insufficiency.TooFewUnits : Insufficiency.None;
    }

    private protected abstract bool IsFinite { get; }

    private protected static bool AllFinite(double first, double second, double third = 0) =>
        double.IsFinite(first) && double.IsFinite(second) && double.IsFinite(third);

    // Sample covariance from sums: (Σxy - Σx Σy / n) / (n - 1).
    private protected static double Covariance(MeanStatistic x, MeanStatistic y, double sumOfProducts) =>
        x.Units < 2 ? 0 : (sumOfProducts - x.Sum * y.Sum / x.Units) / (x.Units - 1);
}

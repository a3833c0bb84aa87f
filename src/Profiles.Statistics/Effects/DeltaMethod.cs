namespace Profiles.Statistics.Effects;

/// <summary>
/// Variances of functions of means, to first order (Deng, Knoblich and Lu, "Applying the Delta Method in Metric
/// Analytics", 2018).
/// </summary>
public static class DeltaMethod
{
    /// <summary>Var(m/d) = Var(m)/d² + Var(d) m²/d⁴ - 2 Cov(m, d) m/d³; NaN where d is 0.</summary>
    public static double VarianceOfRatio(double m, double varianceOfM, double d, double varianceOfD, double covariance)
    {
        var square = d * d;
        return varianceOfM / square + varianceOfD * m * m / (square * square) - 2 * covariance * m / (square * d);
    }

    /// <summary>
    /// The variance of b - a, or of (b - a)/|a|, of two independent means (GrowthBook's frequentistVariance).
    /// </summary>
    /// <param name="scale">Of which of the two.</param>
    /// <param name="a">The control's mean.</param>
    /// <param name="varianceOfA">The variance of the control's mean.</param>
    /// <param name="b">The treatment's mean.</param>
    /// <param name="varianceOfB">The variance of the treatment's mean.</param>
    public static double VarianceOfEffect(EffectScale scale, double a, double varianceOfA, double b, double varianceOfB)
        => scale == EffectScale.Absolute
            ? varianceOfA + varianceOfB
            : VarianceOfRatio(b, varianceOfB, a, varianceOfA, 0);
}

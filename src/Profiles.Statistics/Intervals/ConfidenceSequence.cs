using Profiles.Statistics.Effects;

namespace Profiles.Statistics.Intervals;

/// <summary>
/// Asymptotic confidence sequences: intervals that hold at all times at once, so that results may be looked at, and the
/// experiment stopped, at any of them (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central limit
/// theory and asymptotic confidence sequences", arXiv 2103.06476v7). With N units of both variants and the standard
/// error s, two-sided: s √N √(2(Nρ² + 1)/(Nρ)² · ln(√(Nρ² + 1)/α)), equation 9; one-sided: the logarithm is of
/// 1 + √(Nρ² + 1)/(2α). As GrowthBook computes them; Eppo's is the same with its ρ = 1/ρ² here.
/// </summary>
public static class ConfidenceSequence
{
    /// <summary>The number of units at which the interval is about the narrowest for its size; GrowthBook's.</summary>
    public const double DefaultTuning = 5000;

    // What one-sided tests answer where nothing speaks for their side: they are not defined from α = 1/2 on.
    private const double LargestOneSidedPValue = 0.4999;

    /// <summary>ρ = √((-2 ln α + ln(-2 ln α + 1)) / N*), equation 161; one-sided with 2α in place of α.</summary>
    public static double Rho(double alpha, double tuning, Alternative alternative = Alternative.TwoSided)
    {
        var logarithm = -2 * Math.Log(alternative == Alternative.TwoSided ? alpha : 2 * alpha);
        return Math.Sqrt((logarithm + Math.Log(logarithm + 1)) / tuning);
    }

    /// <summary>Tests an effect against none, at any time.</summary>
    /// <param name="estimate">The effect; of one that is not known the answer is not enough.</param>
    /// <param name="alternative">What can be found.</param>
    /// <param name="alpha">
    /// How often an effect may ever be found where there is none, between 0 and 1; one-sided below one half.
    /// </param>
    /// <param name="tuning">The number of units for which to be narrow, above 0.</param>
    public static EffectResult Run(
        EffectEstimate estimate,
        Alternative alternative = Alternative.TwoSided,
        double alpha = WelchTest.DefaultAlpha,
        double tuning = DefaultTuning)
    {
        Level.Check(alternative == Alternative.TwoSided ? alpha : 2 * alpha);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tuning);
        if (!estimate.IsKnown) return EffectResult.NotEnough(estimate.Insufficiency);

        var rho = Rho(alpha, tuning, alternative);
        var width = HalfWidth(estimate.StandardError, estimate.Units, rho, alpha, alternative);
        return new EffectResult(
            Insufficiency.None, estimate.Value, estimate.StandardError,
            Level.Around(estimate.Value, width, alternative), PValue(estimate, rho, alternative));
    }

    /// <summary>Half of the width of an interval.</summary>
    /// <param name="standardError">Of the effect.</param>
    /// <param name="units">Of both variants.</param>
    /// <param name="rho">The mixing parameter.</param>
    /// <param name="alpha">The level.</param>
    /// <param name="alternative">Two-sided or one-sided.</param>
    public static double HalfWidth(
        double standardError, double units, double rho, double alpha, Alternative alternative = Alternative.TwoSided)
    {
        var mixed = units * rho * rho + 1;
        var root = Math.Sqrt(mixed);
        var logarithm = alternative == Alternative.TwoSided
            ? Math.Log(root / alpha)
            : Math.Log(1 + root / (2 * alpha));
        return standardError * Math.Sqrt(2 * mixed / (units * rho * rho) * logarithm);
    }

    // Two-sided: one over the e-value, exp(ρ² z² N / 2(Nρ² + 1)) / √(Nρ² + 1), equation 155. One-sided: the α at which
    // the interval's end is at 0, in closed form.
    private static double PValue(EffectEstimate estimate, double rho, Alternative alternative)
    {
        var z = estimate.Value / estimate.StandardError;
        var mixed = estimate.Units * rho * rho + 1;
        var root = Math.Sqrt(mixed);
        var exponent = z * z * estimate.Units * rho * rho / (2 * mixed);
        if (alternative == Alternative.TwoSided) return Math.Min(1, root * Math.Exp(-exponent));
        var agrees = alternative == Alternative.Greater ? z > 0 : z < 0;
        return agrees ? Math.Min(LargestOneSidedPValue, root / (2 * (Math.Exp(exponent) - 1))) : LargestOneSidedPValue;
    }
}

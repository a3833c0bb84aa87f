using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.RootFinding;

namespace Profiles.Statistics;

/// <summary>The distribution functions that tests need, in the tail where they lose no digits.</summary>
internal static class Distributions
{
    // From here on Student's t differs from the normal by less than 1e-7 of its quantile.
    private const double NormalFromDegreesOfFreedom = 1e7;

    public static double NormalCumulative(double value) => Normal.CDF(0, 1, value);

    public static double NormalDensity(double value) => Normal.PDF(0, 1, value);

    public static double NormalQuantile(double probability) => Normal.InvCDF(0, 1, probability);

    /// <summary>P(X &gt; value) for a chi-square of so many degrees of freedom.</summary>
    public static double ChiSquareUpperTail(double value, double degreesOfFreedom) =>
        value <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(degreesOfFreedom / 2, value / 2);

    /// <summary>P(T &gt; value) for Student's t: half the incomplete beta of ν/(ν + t²).</summary>
    public static double StudentUpperTail(double value, double degreesOfFreedom)
    {
        if (degreesOfFreedom > NormalFromDegreesOfFreedom) return NormalCumulative(-value);
        var square = value * value;
        if (double.IsPositiveInfinity(square)) return value > 0 ? 0 : 1;
        var tail = SpecialFunctions.BetaRegularized(
            degreesOfFreedom / 2, 0.5, degreesOfFreedom / (degreesOfFreedom + square)) / 2;
        return value > 0 ? tail : 1 - tail;
    }

    /// <summary>The value that Student's t exceeds with this probability, at most one half.</summary>
    public static double StudentCritical(double upperTail, double degreesOfFreedom)
    {
        var normal = -NormalQuantile(upperTail);
        if (degreesOfFreedom > NormalFromDegreesOfFreedom || upperTail >= 0.5) return normal;

        // Student's tails are the heavier ones, so its quantile is not below the normal one.
        var high = Math.Max(1, 2 * normal);
        while (StudentUpperTail(high, degreesOfFreedom) > upperTail && high < double.MaxValue / 4) high *= 2;
        return Brent.TryFindRoot(
            value => StudentUpperTail(value, degreesOfFreedom) - upperTail, 0, high, 1e-13, 200, out var root)
            ? root
            : double.PositiveInfinity;
    }
}

using Profiles.Statistics.Intervals;

namespace Profiles.Statistics.Power;

/// <summary>
/// Levels for a few looks planned beforehand: Lan and DeMets ("Discrete sequential boundaries for clinical trials",
/// 1983) spend α t^φ up to the part t of the information, and Armitage, McPherson and Rowe's recursion (1969) finds the
/// boundary of each look. As Spotify's confidence does, after ldbounds: φ = 2, each side alone, no boundary above 8.
/// </summary>
public static class GroupSequential
{
    /// <summary>The exponent of the spending function.</summary>
    public const double DefaultPhi = 2;

    private const double GreatestBoundary = 8;

    // Looks nearer to each other than this share one boundary.
    private const double LeastInformation = 1e-5;

    // The grid on which the density is carried on, in steps of a twentieth of the increment's deviation.
    private const double StepsADeviation = 20;
    private const int MinSteps = 400;
    private const int MaxSteps = 2000;

    /// <summary>The level of each look: the p-value below which an effect is found at it.</summary>
    /// <param name="unitsAtLooks">The units at each look, not falling, above 0.</param>
    /// <param name="plannedUnits">The units planned for the end; a run past them takes those of its last look.</param>
    /// <param name="alpha">For all looks together.</param>
    /// <param name="twoSided">Whether either side is looked at.</param>
    /// <param name="phi">The exponent of the spending function.</param>
    public static double[] AdjustedAlphas(
        ReadOnlySpan<double> unitsAtLooks,
        double plannedUnits,
        double alpha = WelchTest.DefaultAlpha,
        bool twoSided = true,
        double phi = DefaultPhi)
    {
        Level.Check(alpha);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(phi);
        var sides = twoSided ? 2 : 1;
        var levels = new double[unitsAtLooks.Length];
        var state = default(Look);
        for (var i = 0; i < levels.Length; i++)
        {
            if (!(unitsAtLooks[i] > 0) || (i > 0 && unitsAtLooks[i] < unitsAtLooks[i - 1]))
                throw new ArgumentException("Units must be above 0 and not fall.", nameof(unitsAtLooks));
            var information = unitsAtLooks[i] / Math.Max(plannedUnits, unitsAtLooks[^1]);
            if (i == 0 || information - state.Information > LeastInformation)
                state = Next(i == 0 ? null : state, information, alpha / sides * Math.Pow(information, phi));
            levels[i] = sides * Distributions.NormalCumulative(-state.Boundary);
        }

        return levels;
    }

    private static Look Next(Look? before, double information, double spent)
    {
        var deviation = Math.Sqrt(information - (before?.Information ?? 0));
        var scale = Math.Sqrt(information);
        var boundary = before is { } look
            ? Boundary(look, deviation, spent - look.Spent, scale)
            : Math.Min(GreatestBoundary, -Distributions.NormalQuantile(spent));

        // The density of the sum of increments among those that crossed no boundary, up to this one.
        double low = -GreatestBoundary * scale, high = boundary * scale;
        var steps = Math.Clamp((int)Math.Ceiling((high - low) / deviation * StepsADeviation), MinSteps, MaxSteps);
        var density = new double[steps + 1];
        for (var i = 0; i <= steps; i++)
        {
            var x = low + i * (high - low) / steps;
            density[i] = before is { } previous
                ? previous.Integrate(y => Distributions.NormalDensity((x - y) / deviation) / deviation)
                : Distributions.NormalDensity(x / deviation) / deviation;
        }

        return new Look(information, spent, boundary, low, high, density);
    }

    // Where the probability to cross for the first time is what this look may spend.
    private static double Boundary(Look before, double deviation, double spends, double scale)
    {
        double low = -GreatestBoundary * scale, high = GreatestBoundary * scale;
        while (high - low > 1e-9)
        {
            var middle = (low + high) / 2;
            var crosses = before.Integrate(y => Distributions.NormalCumulative((y - middle) / deviation));
            if (crosses > spends) low = middle;
            else high = middle;
        }

        return (low + high) / 2 / scale;
    }

    private readonly record struct Look(
        double Information, double Spent, double Boundary, double Low, double High, double[] Density)
    {
        // By the trapezoidal rule.
        public double Integrate(Func<double, double> function)
        {
            var step = (High - Low) / (Density.Length - 1);
            double sum = 0;
            for (var i = 0; i < Density.Length; i++)
            {
                var weight = i == 0 || i == Density.Length - 1 ? 0.5 : 1;
                sum += weight * Density[i] * function(Low + i * step);
            }

            return sum * step;
        }
    }
}

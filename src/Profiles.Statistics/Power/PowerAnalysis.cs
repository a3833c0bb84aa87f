using Profiles.Statistics.Effects;
using Profiles.Statistics.Intervals;

namespace Profiles.Statistics.Power;

/// <summary>
/// What an experiment of so many units can find of relative effects, as GrowthBook's power calculator has it:
/// two-sided, normal, with the error of a lift by the delta method.
/// </summary>
public static class PowerAnalysis
{
    // The Bayesian search looks at effects up to 500 % in steps of 0.1 %, as its reference does.
    private const double Step = 1e-3;
    private const int Steps = 5000;

    /// <summary>
    /// The chance to find an effect: 1 - Φ(z - e/s) + Φ(-z - e/s) with z of 1 - α/2. Looked at any time, s grows by the
    /// confidence sequence's multiplier over z. With a prior N(μ, τ²) the bounds are
    /// (±s²√(1/s² + 1/τ²) z - s²μ/τ² - e)/s.
    /// </summary>
    /// <param name="metric">The metric.</param>
    /// <param name="relativeEffect">The effect, as a part of the metric's mean.</param>
    /// <param name="units">The units of all variants.</param>
    /// <param name="options">How it will be decided.</param>
    public static PowerAnswer Power(
        MetricExpectation metric, double relativeEffect, double units, PowerOptions options)
    {
        options.Check();
        var missing = Missing(metric, units, options);
        if (missing == Insufficiency.None && !double.IsFinite(relativeEffect)) missing = Insufficiency.NotFinite;
        return missing == Insufficiency.None
            ? PowerAnswer.Of(PowerOf(metric, relativeEffect, units, options))
            : new PowerAnswer(missing, 0);
    }

    /// <summary>
    /// The least effect found with the power asked for. With k = (z₁₋α⸝₂ + z_power)² v/(n m²), n units a variant:
    /// (k + √(2k - k²)) / (1 - k); from k = 1 on there is none. With a prior, by search.
    /// </summary>
    /// <param name="metric">The metric.</param>
    /// <param name="units">The units of all variants.</param>
    /// <param name="options">How it will be decided.</param>
    public static PowerAnswer MinimumDetectableEffect(MetricExpectation metric, double units, PowerOptions options)
    {
        options.Check();
        var missing = Missing(metric, units, options);
        if (missing != Insufficiency.None) return new PowerAnswer(missing, 0);
        if (options.Prior is not null) return SearchEffect(metric, units, options);

        var z = -Distributions.NormalQuantile(options.Alpha / 2) + Distributions.NormalQuantile(options.TargetPower);
        var inflation = Inflation(units, options);
        var k = z * z * inflation * inflation * metric.Variance
            / (units / options.Variants * metric.Mean * metric.Mean);
        return k < 1
            ? PowerAnswer.Of((k + Math.Sqrt(2 * k - k * k)) / (1 - k))
            : new PowerAnswer(Insufficiency.OutOfReach, 0);
    }

    /// <summary>The first of equal periods, from 1, after which an effect is found with the power asked for.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="relativeEffect">The effect to find.</param>
    /// <param name="unitsAPeriod">New units of all variants a period.</param>
    /// <param name="maxPeriods">After how many to give up.</param>
    /// <param name="options">How it will be decided.</param>
    public static PowerAnswer Periods(
        MetricExpectation metric, double relativeEffect, double unitsAPeriod, int maxPeriods, PowerOptions options)
    {
        for (var period = 1; period <= maxPeriods; period++)
        {
            var power = Power(metric, relativeEffect, unitsAPeriod * period, options);
            if (!power.IsKnown) return power;
            if (power.Value >= options.TargetPower) return PowerAnswer.Of(period);
        }

        return new PowerAnswer(Insufficiency.OutOfReach, 0);
    }

    private static Insufficiency Missing(MetricExpectation metric, double units, PowerOptions options)
    {
        if (!double.IsFinite(units)) return Insufficiency.NotFinite;
        if (units < 2 * options.Variants) return Insufficiency.TooFewUnits;
        if (metric.IsUsable) return Insufficiency.None;
        return metric.Mean == 0 ? Insufficiency.ZeroBaseline
            : metric.Variance == 0 ? Insufficiency.NoVariance
            : metric.Variance < 0 ? Insufficiency.OutOfRange
            : Insufficiency.NotFinite;
    }

    private static double PowerOf(MetricExpectation metric, double effect, double units, PowerOptions options)
    {
        var z = -Distributions.NormalQuantile(options.Alpha / 2);
        var ofMean = metric.Variance / (units / options.Variants);
        var variance = DeltaMethod.VarianceOfEffect(
            EffectScale.Relative, metric.Mean, ofMean, metric.Mean * (1 + effect), ofMean);
        var error = Math.Sqrt(variance);
        double width, shift;
        if (options.Prior is { } prior)
        {
            width = variance * Math.Sqrt(1 / variance + 1 / prior.Variance) * z;
            shift = variance * prior.Mean / prior.Variance;
        }
        else
        {
            error *= Inflation(units, options);
            (width, shift) = (z * error, 0);
        }

        return Distributions.NormalCumulative((effect + shift - width) / error)
            + Distributions.NormalCumulative((-width - shift - effect) / error);
    }

    // Of the confidence sequence over the fixed horizon, for the units of two variants.
    private static double Inflation(double units, PowerOptions options)
    {
        if (options.SequentialTuning is not { } tuning) return 1;
        var rho = ConfidenceSequence.Rho(options.Alpha, tuning);
        return ConfidenceSequence.HalfWidth(1, 2 * units / options.Variants, rho, options.Alpha)
            / -Distributions.NormalQuantile(options.Alpha / 2);
    }

    private static PowerAnswer SearchEffect(MetricExpectation metric, double units, PowerOptions options)
    {
        bool Reaches(double effect) => PowerOf(metric, effect, units, options) >= options.TargetPower;
        if (Reaches(0)) return PowerAnswer.Of(0);
        for (var step = 1; step < Steps; step++)
        {
            if (!Reaches(step * Step)) continue;
            double low = (step - 1) * Step, high = step * Step;
            while (high - low > 1e-12)
            {
                var middle = (low + high) / 2;
                if (Reaches(middle)) high = middle;
                else low = middle;
            }

            return PowerAnswer.Of(high);
        }

        return new PowerAnswer(Insufficiency.OutOfReach, 0);
    }
}

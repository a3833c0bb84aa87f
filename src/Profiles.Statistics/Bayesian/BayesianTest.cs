using Profiles.Statistics.Effects;
using Profiles.Statistics.Intervals;
using Profiles.Statistics.Resampling;

namespace Profiles.Statistics.Bayesian;

/// <summary>
/// The normal posterior of an effect from its estimate and a normal prior: precision 1/s² + 1/τ², mean the average of
/// the two weighted by precision (Gelman and others, "Bayesian Data Analysis", 3rd edition, equation 2.10; GrowthBook's
/// EffectBayesianABTest).
/// </summary>
public static class BayesianTest
{
    /// <summary>Combines an estimate with a prior.</summary>
    /// <param name="estimate">The effect; of one that is not known the answer is not enough.</param>
    /// <param name="prior">
    /// Of the relative effect, also where the estimate is not relative; none lets the units speak alone, and so does a
    /// baseline of 0.
    /// </param>
    /// <param name="lowerIsBetter">Whether a decrease wins.</param>
    /// <param name="alpha">The probability left outside of the interval.</param>
    public static BayesianResult Run(
        EffectEstimate estimate,
        NormalPrior? prior = null,
        bool lowerIsBetter = false,
        double alpha = WelchTest.DefaultAlpha)
    {
        Level.Check(alpha);
        if (prior is { IsProper: false })
            throw new ArgumentOutOfRangeException(nameof(prior), prior, "Must be finite, its variance above 0.");
        if (!estimate.IsKnown) return BayesianResult.NotEnough(estimate.Insufficiency);

        var scaled = estimate.Scale == EffectScale.Absolute ? prior?.InUnitOf(estimate.Baseline) : prior;
        double precision = 1 / (estimate.StandardError * estimate.StandardError), mean = estimate.Value;
        if (scaled is { Variance: > 0 })
        {
            var posterior = precision + 1 / scaled.Variance;
            mean = (mean * precision + scaled.Mean / scaled.Variance) / posterior;
            precision = posterior;
        }

        var deviation = 1 / Math.Sqrt(precision);
        var width = -Distributions.NormalQuantile(alpha / 2) * deviation;
        var better = Distributions.NormalCumulative(mean / deviation);
        var (ofControl, ofTreatment) = Risk(mean, deviation);
        return new BayesianResult(
            Insufficiency.None, mean, deviation, new Interval(mean - width, mean + width),
            lowerIsBetter ? 1 - better : better,
            lowerIsBetter ? ofTreatment : ofControl, lowerIsBetter ? ofControl : ofTreatment);
    }

    /// <summary>
    /// E[max(δ, 0)] = μ Φ(μ/σ) + σ φ(μ/σ) is what the control loses, E[max(-δ, 0)] what the treatment does, where more
    /// is better.
    /// </summary>
    public static (double OfControl, double OfTreatment) Risk(double mean, double deviation)
    {
        var z = mean / deviation;
        var density = deviation * Distributions.NormalDensity(z);
        return (
            Math.Max(0, mean * Distributions.NormalCumulative(z) + density),
            Math.Max(0, density - mean * Distributions.NormalCumulative(-z)));
    }
}

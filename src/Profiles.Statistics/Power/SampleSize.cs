using Profiles.Statistics.Effects;
using Profiles.Statistics.Intervals;

namespace Profiles.Statistics.Power;

/// <summary>
/// How many units a difference in the metric's own unit needs, two-sided and normal (Cohen, "Statistical Power Analysis
/// for the Behavioral Sciences", 1988; what G*Power and Spotify's confidence compute).
/// </summary>
public static class SampleSize
{
    /// <summary>The units of both variants: (z₁₋α⸝₂ + z_power)² (v_a/share_a + v_b/share_b) / effect².</summary>
    /// <param name="effect">The difference to find.</param>
    /// <param name="varianceOfControl">Between the control's units.</param>
    /// <param name="varianceOfTreatment">Between the treatment's units.</param>
    /// <param name="alpha">How often an effect may be found where there is none.</param>
    /// <param name="power">How often it is to be found.</param>
    /// <param name="shareOfControl">The control's part of the units.</param>
    public static PowerAnswer Total(
        double effect,
        double varianceOfControl,
        double varianceOfTreatment,
        double alpha = WelchTest.DefaultAlpha,
        double power = 0.8,
        double shareOfControl = 0.5)
    {
        Level.Check(alpha);
        Level.Check(power);
        Level.Check(shareOfControl);
        if (!(double.IsFinite(effect) && double.IsFinite(varianceOfControl) && double.IsFinite(varianceOfTreatment)))
            return new PowerAnswer(Insufficiency.NotFinite, 0);
        if (effect == 0) return new PowerAnswer(Insufficiency.OutOfReach, 0);
        if (varianceOfControl < 0 || varianceOfTreatment < 0) return new PowerAnswer(Insufficiency.OutOfRange, 0);
        if (varianceOfControl + varianceOfTreatment == 0) return new PowerAnswer(Insufficiency.NoVariance, 0);

        var z = Distributions.NormalQuantile(power) - Distributions.NormalQuantile(alpha / 2);
        return PowerAnswer.Of(Math.Ceiling(
            z * z * (varianceOfControl / shareOfControl + varianceOfTreatment / (1 - shareOfControl))
            / (effect * effect)));
    }

    /// <summary>The units of both variants for a difference of two shares.</summary>
    /// <param name="effect">The difference to find.</param>
    /// <param name="rate">The control's share.</param>
    /// <param name="alpha">How often an effect may be found where there is none.</param>
    /// <param name="power">How often it is to be found.</param>
    public static PowerAnswer TotalOfProportions(
        double effect, double rate, double alpha = WelchTest.DefaultAlpha, double power = 0.8)
    {
        var changed = rate + effect;
        return rate is >= 0 and <= 1 && changed is >= 0 and <= 1
            ? Total(effect, rate * (1 - rate), changed * (1 - changed), alpha, power)
            : new PowerAnswer(Insufficiency.OutOfRange, 0);
    }

    /// <summary>The chance to find a difference: Φ(e/s - z) + Φ(-e/s - z), s² = v (1/n_a + 1/n_b).</summary>
    /// <param name="effect">The difference.</param>
    /// <param name="variance">Between units.</param>
    /// <param name="unitsOfControl">The control's units.</param>
    /// <param name="unitsOfTreatment">The treatment's units.</param>
    /// <param name="alpha">How often an effect may be found where there is none.</param>
    public static PowerAnswer Power(
        double effect,
        double variance,
        double unitsOfControl,
        double unitsOfTreatment,
        double alpha = WelchTest.DefaultAlpha)
    {
        Level.Check(alpha);
        if (!(double.IsFinite(effect) && double.IsFinite(variance))) return new PowerAnswer(Insufficiency.NotFinite, 0);
        if (!(unitsOfControl >= 1 && unitsOfTreatment >= 1)) return new PowerAnswer(Insufficiency.TooFewUnits, 0);
        if (variance <= 0) return new PowerAnswer(Insufficiency.NoVariance, 0);

        var standardized = effect / Math.Sqrt(variance * (1 / unitsOfControl + 1 / unitsOfTreatment));
        var z = -Distributions.NormalQuantile(alpha / 2);
        return PowerAnswer.Of(
            Distributions.NormalCumulative(standardized - z) + Distributions.NormalCumulative(-standardized - z));
    }
}

using Profiles.Statistics.Bayesian;
using Profiles.Statistics.Effects;
using Profiles.Statistics.Intervals;

namespace Profiles.Statistics.Power;

/// <summary>
/// How much longer a running experiment has to run: the units still needed, as a multiple of those it has, before an
/// effect of the size aimed at is found with the power asked for (GrowthBook's MidExperimentPower).
/// </summary>
public static class RemainingUnits
{
    // The factor is looked for up to 2^27, and then halved upon until the power is this near.
    private const int MaxDoublings = 27;
    private const int MaxHalvings = 100;
    private const double PowerTolerance = 1e-5;

    /// <summary>The multiple of the present units that is still needed; 0 where there are enough.</summary>
    /// <param name="present">The effect measured so far; its error is what shrinks.</param>
    /// <param name="targetEffect">The effect to find, in the scale of the estimate; its sign does not matter.</param>
    /// <param name="options">How it will be decided.</param>
    /// <param name="goals">How many goals are looked at; α is shared by them and the treatments.</param>
    public static PowerAnswer Factor(
        EffectEstimate present, double targetEffect, PowerOptions options, int goals = 1)
    {
        options.Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(goals, 1);
        if (!present.IsKnown) return new PowerAnswer(present.Insufficiency, 0);
        if (!double.IsFinite(targetEffect)) return new PowerAnswer(Insufficiency.NotFinite, 0);

        var alpha = options.Alpha / (goals * (options.Variants - 1));
        var target = Math.Pow(options.TargetPower, 1.0 / goals);
        double Power(double factor) => PowerAfter(present, Math.Abs(targetEffect), factor, alpha, options);
        if (Power(0) > target) return PowerAnswer.Of(0);

        double low = 0, high = 1;
        for (var doubling = 0; Power(high) < target; doubling++)
        {
            if (doubling == MaxDoublings) return new PowerAnswer(Insufficiency.OutOfReach, 0);
            high *= 2;
        }

        var middle = high;
        for (var halving = 0; halving < MaxHalvings; halving++)
        {
            middle = (low + high) / 2;
            var missing = target - Power(middle);
            if (Math.Abs(missing) < PowerTolerance) break;
            if (missing < 0) high = middle;
            else low = middle;
        }

        return PowerAnswer.Of(middle);
    }

    // With v the variance of the effect once there are (1 + factor) times the units.
    private static double PowerAfter(
        EffectEstimate present, double target, double factor, double alpha, PowerOptions options)
    {
        var z = -Distributions.NormalQuantile(alpha / 2);
        var error = present.StandardError / Math.Sqrt(1 + factor);
        double width = z * error, shift = 0;
        var prior = present.Scale == EffectScale.Absolute
            ? options.Prior?.InUnitOf(present.Baseline)
            : options.Prior;
        if (prior is { Variance: > 0 })
        {
            var variance = error * error;
            width = variance * Math.Sqrt(1 / prior.Variance + 1 / variance) * z;
            shift = variance * prior.Mean / prior.Variance;
        }
        else if (options.SequentialTuning is { } tuning)
        {
            var rho = ConfidenceSequence.Rho(alpha, tuning);
            width = ConfidenceSequence.HalfWidth(error, present.Units * (1 + factor), rho, alpha);
        }

        return Distributions.NormalCumulative((target + shift - width) / error)
            + Distributions.NormalCumulative((-width - shift - target) / error);
    }
}

using Profiles.Statistics.Effects;

namespace Profiles.Statistics.Intervals;

/// <summary>
/// Student's t test for unequal variances (Welch, "The generalization of 'Student's' problem", 1947), looked at once,
/// at an end fixed beforehand: effect ± t(1 - α/2, ν) s. One-sided: t(1 - α, ν) on the one side.
/// </summary>
public static class WelchTest
{
    /// <summary>The level of tests unless another is asked for.</summary>
    public const double DefaultAlpha = 0.05;

    /// <summary>Tests an effect against none.</summary>
    /// <param name="estimate">The effect; of one that is not known the answer is not enough.</param>
    /// <param name="alternative">What can be found.</param>
    /// <param name="alpha">How often an effect may be found where there is none, between 0 and 1.</param>
    public static EffectResult Run(
        EffectEstimate estimate, Alternative alternative = Alternative.TwoSided, double alpha = DefaultAlpha)
    {
        Level.Check(alpha);
        if (!estimate.IsKnown) return EffectResult.NotEnough(estimate.Insufficiency);

        double effect = estimate.Value, error = estimate.StandardError, freedom = estimate.DegreesOfFreedom;
        var statistic = effect / error;
        var (tail, p) = alternative switch
        {
            Alternative.TwoSided => (alpha / 2, 2 * Distributions.StudentUpperTail(Math.Abs(statistic), freedom)),
            Alternative.Greater => (alpha, Distributions.StudentUpperTail(statistic, freedom)),
            _ => (alpha, Distributions.StudentUpperTail(-statistic, freedom)),
        };
        var width = error * Distributions.StudentCritical(tail, freedom);
        return new EffectResult(Insufficiency.None, effect, error, Level.Around(effect, width, alternative), p);
    }
}

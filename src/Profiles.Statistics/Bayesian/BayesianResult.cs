using Profiles.Statistics.Effects;
using Profiles.Statistics.Resampling;

namespace Profiles.Statistics.Bayesian;

/// <summary>What is believed of an effect once the units are seen.</summary>
/// <param name="Insufficiency">Why there is nothing: then the chance is one half and the interval everything.</param>
/// <param name="Effect">The mean of the posterior.</param>
/// <param name="StandardDeviation">The standard deviation of the posterior.</param>
/// <param name="Interval">Where the effect lies with the probability asked for.</param>
/// <param name="ChanceToWin">The probability that the treatment is better.</param>
/// <param name="RiskOfControl">What is lost on average by keeping the control, in the effect's scale.</param>
/// <param name="RiskOfTreatment">What is lost on average by choosing the treatment.</param>
public sealed record BayesianResult(
    Insufficiency Insufficiency,
    double Effect,
    double StandardDeviation,
    Interval Interval,
    double ChanceToWin,
    double RiskOfControl,
    double RiskOfTreatment)
{
    /// <summary>Whether anything is known.</summary>
    public bool IsKnown => Insufficiency == Insufficiency.None;

    /// <summary>The answer where there is not enough.</summary>
    public static BayesianResult NotEnough(Insufficiency why) =>
        new(why, 0, 0, new Interval(double.NegativeInfinity, double.PositiveInfinity), 0.5, 0, 0);
}

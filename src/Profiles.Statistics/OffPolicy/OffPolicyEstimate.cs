using Profiles.Statistics.Effects;
using Profiles.Statistics.Resampling;

namespace Profiles.Statistics.OffPolicy;

/// <summary>What a policy would have earned a decision.</summary>
/// <param name="Insufficiency">Why there is none; then the value is 0 and the interval everything.</param>
/// <param name="Value">The mean reward.</param>
/// <param name="StandardError">Its standard error; 0 where every decision says the same.</param>
/// <param name="Interval">Where the true value lies, normal.</param>
/// <param name="EffectiveDecisions">How many unweighted decisions are worth as much (Kish): (Σ w)² / Σ w².</param>
/// <param name="MeanWeight">
/// Near 1 where the propensities are right; not so where they were logged wrongly, or weights were cut.
/// </param>
public sealed record OffPolicyEstimate(
    Insufficiency Insufficiency,
    double Value,
    double StandardError,
    Interval Interval,
    double EffectiveDecisions,
    double MeanWeight)
{
    /// <summary>Whether there is an estimate.</summary>
    public bool IsKnown => Insufficiency == Insufficiency.None;

    /// <summary>Estimates the value of a policy.</summary>
    /// <param name="sums">The logged decisions.</param>
    /// <param name="method">How.</param>
    /// <param name="alpha">The probability left outside of the interval.</param>
    public static OffPolicyEstimate Of(OffPolicySums sums, OffPolicyMethod method, double alpha = 0.05)
    {
        Intervals.Level.Check(alpha);
        var why = sums.Decisions == 0 && sums.OutOfRange > 0 ? Insufficiency.OutOfRange
            : sums.Decisions < 2 ? Insufficiency.TooFewUnits
            : sums.Weight <= 0 ? Insufficiency.NoOverlap
            : Insufficiency.None;
        var (value, error) = why == Insufficiency.None ? Estimate(sums, method) : default;
        if (why == Insufficiency.None && !(double.IsFinite(value) && double.IsFinite(error)))
            why = Insufficiency.NotFinite;
        if (why != Insufficiency.None)
        {
            var everything = new Interval(double.NegativeInfinity, double.PositiveInfinity);
            return new OffPolicyEstimate(why, 0, 0, everything, 0, 0);
        }

        var width = -Distributions.NormalQuantile(alpha / 2) * error;
        return new OffPolicyEstimate(
            why, value, error, new Interval(value - width, value + width),
            sums.Weight * sums.Weight / sums.WeightSquared, sums.Weight / sums.Decisions);
    }

    // Means have the error of means. Self-normalized: √(Σ w² (r - v)²) / Σ w (Owen, "Monte Carlo theory, methods and
    // examples", 2013, equation 9.9).
    private static (double Value, double Error) Estimate(OffPolicySums sums, OffPolicyMethod method)
    {
        switch (method)
        {
            case OffPolicyMethod.InversePropensity:
                return Mean(sums.Decisions, sums.Reward, sums.RewardSquared);
            case OffPolicyMethod.DoublyRobust:
                return Mean(sums.Decisions, sums.Corrected, sums.CorrectedSquared);
            default:
                var value = sums.Reward / sums.Weight;
                var squares = sums.RewardSquared - 2 * value * sums.RewardBySquare + value * value * sums.WeightSquared;
                return (value, Math.Sqrt(Math.Max(0, squares)) / sums.Weight);
        }
    }

    private static (double Value, double Error) Mean(long count, double sum, double sumOfSquares)
    {
        var statistic = new Samples.MeanStatistic(count, sum, sumOfSquares);
        return (statistic.Value, Math.Sqrt(statistic.Variance / count));
    }
}

using Profiles.Statistics.Samples;

namespace Profiles.Statistics.OffPolicy;

/// <summary>All that the estimators need of logged decisions; w is target over logging probability.</summary>
/// <param name="Decisions">How many decisions, all in range.</param>
/// <param name="OutOfRange">How many were left out because a probability or a reward was not one.</param>
/// <param name="Weight">Σ w.</param>
/// <param name="WeightSquared">Σ w².</param>
/// <param name="Reward">Σ w r.</param>
/// <param name="RewardBySquare">Σ w² r.</param>
/// <param name="RewardSquared">Σ w² r².</param>
/// <param name="Corrected">Σ c, with c = prediction under the target + w (r - prediction).</param>
/// <param name="CorrectedSquared">Σ c².</param>
public sealed record OffPolicySums(
    long Decisions,
    long OutOfRange,
    double Weight,
    double WeightSquared,
    double Reward,
    double RewardBySquare,
    double RewardSquared,
    double Corrected,
    double CorrectedSquared)
    : IMergeable<OffPolicySums>
{
    /// <inheritdoc/>
    public static OffPolicySums Empty { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>The sums of logged decisions.</summary>
    /// <param name="decisions">The decisions; those out of range are counted apart.</param>
    /// <param name="maxWeight">
    /// Where weights are cut (Ionides, "Truncated Importance Sampling", 2008): less variance for some bias. None unless
    /// asked for.
    /// </param>
    public static OffPolicySums Of(
        ReadOnlySpan<LoggedReward> decisions, double maxWeight = double.PositiveInfinity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxWeight);
        long count = 0, outOfRange = 0;
        double weight = 0, squared = 0, reward = 0, bySquare = 0, rewardSquared = 0;
        double corrected = 0, correctedSquared = 0;
        foreach (var decision in decisions)
        {
            if (!decision.IsInRange)
            {
                outOfRange++;
                continue;
            }

            var w = Math.Min(maxWeight, decision.TargetProbability / decision.LoggingProbability);
            var weighted = w * decision.Reward;
            var c = decision.PredictedUnderTarget + w * (decision.Reward - decision.PredictedReward);
            count++;
            weight += w;
            squared += w * w;
            reward += weighted;
            bySquare += w * weighted;
            rewardSquared += weighted * weighted;
            corrected += c;
            correctedSquared += c * c;
        }

        return new OffPolicySums(
            count, outOfRange, weight, squared, reward, bySquare, rewardSquared, corrected, correctedSquared);
    }

    /// <inheritdoc/>
    public OffPolicySums Merge(OffPolicySums other) => new(
        Decisions + other.Decisions, OutOfRange + other.OutOfRange, Weight + other.Weight,
        WeightSquared + other.WeightSquared, Reward + other.Reward, RewardBySquare + other.RewardBySquare,
        RewardSquared + other.RewardSquared, Corrected + other.Corrected, CorrectedSquared + other.CorrectedSquared);
}

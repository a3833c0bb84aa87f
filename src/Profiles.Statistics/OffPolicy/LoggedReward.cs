namespace Profiles.Statistics.OffPolicy;

/// <summary>One decision that was logged, and what the evaluated policy would have made of it.</summary>
/// <param name="Reward">What came of it.</param>
/// <param name="LoggingProbability">With which probability it was taken when it was logged: above 0, at most 1.</param>
/// <param name="TargetProbability">With which probability the evaluated policy takes it, 0 to 1.</param>
/// <param name="PredictedReward">What a model expects of it; 0 without a model.</param>
/// <param name="PredictedUnderTarget">
/// What the model expects of the evaluated policy here, Σ over its decisions of probability times prediction.
/// </param>
public readonly record struct LoggedReward(
    double Reward,
    double LoggingProbability,
    double TargetProbability,
    double PredictedReward = 0,
    double PredictedUnderTarget = 0)
{
    internal bool IsInRange =>
        LoggingProbability is > 0 and <= 1 && TargetProbability is >= 0 and <= 1
        && double.IsFinite(Reward) && double.IsFinite(PredictedReward) && double.IsFinite(PredictedUnderTarget);
}

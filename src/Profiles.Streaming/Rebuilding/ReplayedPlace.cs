namespace Profiles.Streaming.Rebuilding;

/// <summary>A content that a slate showed, and what another policy would have made of it.</summary>
/// <param name="Viewer">Whose slate, by a number of this replay.</param>
/// <param name="Reward">1 where it was played from this slate, else 0.</param>
/// <param name="LoggingProbability">With which probability it was in the slate as it was made.</param>
/// <param name="TargetProbability">With which the evaluated policy has it in its slate.</param>
/// <param name="Predicted">How often it is chosen when shown, as far as the trends of the moment tell.</param>
/// <param name="PredictedUnderTarget">The same of the evaluated policy's slate, for each place of this one.</param>
public readonly record struct ReplayedPlace(
    int Viewer, double Reward, double LoggingProbability, double TargetProbability, double Predicted,
    double PredictedUnderTarget);

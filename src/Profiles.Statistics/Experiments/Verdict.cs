namespace Profiles.Statistics.Experiments;

/// <summary>What to make of a treatment.</summary>
public enum Verdict
{
    /// <summary>A health check failed, so no number can be believed.</summary>
    DoNotTrust,

    /// <summary>A guardrail is clearly worse, whatever the goals say.</summary>
    GuardrailHarmed,

    /// <summary>Some goal is clearly better and none worse.</summary>
    ClearWinner,

    /// <summary>Some goal is clearly worse and none better.</summary>
    ClearLoser,

    /// <summary>One goal is clearly better and another worse: the owner has to weigh them.</summary>
    Mixed,

    /// <summary>No goal can be told from chance.</summary>
    NoClearDifferenceYet,
}

namespace Profiles.Statistics.Experiments;

/// <summary>What a metric decides.</summary>
public enum MetricRole
{
    /// <summary>The experiment is to improve it; corrected for being looked at with the other goals.</summary>
    Goal,

    /// <summary>The experiment must not harm it; never corrected, so that harm is not overlooked.</summary>
    Guardrail,

    /// <summary>Only shown.</summary>
    Secondary,
}

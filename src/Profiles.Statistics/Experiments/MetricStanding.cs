namespace Profiles.Statistics.Experiments;

/// <summary>Where a treatment stands in one metric.</summary>
public enum MetricStanding
{
    /// <summary>There is not enough to compare.</summary>
    NotEnough,

    /// <summary>No difference can be told from chance.</summary>
    Unclear,

    /// <summary>Clearly changed for the better.</summary>
    Better,

    /// <summary>Clearly changed for the worse; a guardrail by more than its margin.</summary>
    Worse,
}

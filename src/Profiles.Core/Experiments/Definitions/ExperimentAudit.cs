namespace Profiles.Core.Experiments.Definitions;

/// <summary>One change of the configuration of experiments: who, when, what was and what is.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Action">What was done: <c>create</c>, <c>edit</c>, <c>start</c> and so on.</param>
/// <param name="Kind">What it was done to: <c>experiment</c>, <c>layer</c>, <c>holdout</c>, <c>metric</c> or
/// <c>parameter</c>.</param>
/// <param name="Key">Its key.</param>
/// <param name="Before">Its JSON before; null where it was not there.</param>
/// <param name="After">Its JSON after; null where it is gone.</param>
public sealed record ExperimentAudit(
    DateTimeOffset At, string Actor, string Action, string Kind, string Key, string? Before, string? After)
{
    /// <summary>The place in the log, ascending; 0 until it is written.</summary>
    public long Id { get; init; }

    /// <summary>The version of the configuration that the change made; 0 until it is written.</summary>
    public long Version { get; init; }
}

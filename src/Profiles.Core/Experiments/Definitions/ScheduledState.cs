namespace Profiles.Core.Experiments.Definitions;

/// <summary>What an experiment is at a time.</summary>
/// <param name="State">Its state: running only between the start and the stop of the schedule.</param>
/// <param name="Coverage">The share of units it covers then.</param>
/// <param name="NextChangeUnixMs">
/// When that changes next, in milliseconds since 1970; null where it does not by itself.
/// </param>
public readonly record struct ScheduledState(ExperimentState State, double Coverage, long? NextChangeUnixMs);

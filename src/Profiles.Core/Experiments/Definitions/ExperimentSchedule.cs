using System.Collections.Immutable;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>When an experiment that runs starts, grows and stops by itself.</summary>
/// <param name="StartAt">Before this it assigns nobody; null for no wait.</param>
/// <param name="StopAt">From this on it is stopped; null for never.</param>
/// <param name="Ramp">
/// Steps in order of time, of which the coverage never shrinks: growing keeps every unit where it is.
/// </param>
public sealed record ExperimentSchedule(DateTimeOffset? StartAt, DateTimeOffset? StopAt, ImmutableArray<RampStep> Ramp)
{
    /// <summary>Always, as the experiment says.</summary>
    public static ExperimentSchedule None { get; } = new(null, null, []);

    /// <summary>
    /// What an experiment is at a time. Of one that is not running, the schedule says nothing. Before its start it
    /// counts as a draft. Before the first step of its ramp it covers what it says itself.
    /// </summary>
    public static ScheduledState At(ExperimentDefinition experiment, long unixMs)
    {
        var schedule = experiment.Schedule;
        if (experiment.State != ExperimentState.Running)
            return new ScheduledState(experiment.State, experiment.Coverage, null);
        if (schedule.StopAt?.ToUnixTimeMilliseconds() <= unixMs)
            return new ScheduledState(ExperimentState.Stopped, experiment.Coverage, null);

        var (coverage, next) = (experiment.Coverage, schedule.StopAt?.ToUnixTimeMilliseconds());
        for (var i = schedule.Ramp.Length - 1; i >= 0; i--)
        {
            var at = schedule.Ramp[i].At.ToUnixTimeMilliseconds();
            if (at <= unixMs)
            {
                coverage = schedule.Ramp[i].Coverage;
                break;
            }

            next = Math.Min(at, next ?? at);
        }

        return schedule.StartAt?.ToUnixTimeMilliseconds() is { } start && start > unixMs
            ? new ScheduledState(ExperimentState.Draft, coverage, start)
            : new ScheduledState(ExperimentState.Running, coverage, next);
    }
}

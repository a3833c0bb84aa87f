namespace Profiles.Core.Experiments.Definitions;

/// <summary>
/// Which state may follow which: <c>draft → running ⇄ paused → stopped → archived</c>, and <c>running → stopped</c>,
/// <c>draft → archived</c>.
/// </summary>
public static class ExperimentLifecycle
{
    /// <summary>Whether an experiment may go from one state to another, or stay in it.</summary>
    public static bool CanBecome(ExperimentState from, ExperimentState to) => from == to || (from, to) is
        (ExperimentState.Draft, ExperimentState.Running or ExperimentState.Archived)
        or (ExperimentState.Running, ExperimentState.Paused or ExperimentState.Stopped)
        or (ExperimentState.Paused, ExperimentState.Running or ExperimentState.Stopped)
        or (ExperimentState.Stopped, ExperimentState.Archived);

    /// <summary>The states that may follow a state, in the order of a life.</summary>
    public static IEnumerable<ExperimentState> After(ExperimentState state) =>
        Enum.GetValues<ExperimentState>().Where(next => next != state && CanBecome(state, next));

    /// <summary>Whether units may hold variants of it: then what spreads them may not change.</summary>
    public static bool HasUnits(ExperimentState state) => state is ExperimentState.Running or ExperimentState.Paused;

    /// <summary>Whether it can run, now or later: then its part of a layer is taken.</summary>
    public static bool IsOpen(ExperimentState state) => state == ExperimentState.Draft || HasUnits(state);
}

namespace Profiles.Core.Experiments.Definitions;

/// <summary>From when on an experiment covers how much.</summary>
/// <param name="At">From when on.</param>
/// <param name="Coverage">The share of units, 0 to 1.</param>
public sealed record RampStep(DateTimeOffset At, double Coverage);

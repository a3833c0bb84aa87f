using System.Collections.Immutable;

namespace Profiles.Statistics.Simulation;

/// <summary>An experiment whose truth is known.</summary>
public sealed record SimulationOptions
{
    /// <summary>What everything follows from: the same seed gives the same units.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many experiments are simulated; at least 1.</summary>
    public int Runs { get; init; } = 1000;

    /// <summary>The units of each, over all variants; at least 1.</summary>
    public int Units { get; init; } = 20_000;

    /// <summary>The weights of the variants, the control first.</summary>
    public ImmutableArray<double> Weights { get; init; } = [0.5, 0.5];

    /// <summary>How outcomes are distributed.</summary>
    public OutcomeShape Shape { get; init; }

    /// <summary>The mean of the control, above 0.</summary>
    public double Mean { get; init; } = 10;

    /// <summary>The standard deviation between units of the control.</summary>
    public double StandardDeviation { get; init; } = 5;

    /// <summary>The true effect of every treatment as a part of the control's mean; 0 for an A/A test.</summary>
    public double RelativeLift { get; init; }

    /// <summary>How much of a unit's outcome its past tells, -1 to 1; none where no past is known.</summary>
    public double? CorrelationWithPast { get; init; }

    /// <summary>How often results are looked at, after equal parts of the units; the last time after all.</summary>
    public int Looks { get; init; } = 1;

    /// <summary>Refuses what cannot be.</summary>
    /// <exception cref="ArgumentException">Something is out of its range; the message says what.</exception>
    public void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Runs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Units, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Looks, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Mean);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(StandardDeviation);
        if (Weights.IsDefaultOrEmpty || !Weights.All(weight => weight >= 0) || !(Weights.Sum() > 0))
            throw new ArgumentException("Weights must be 0 or more, and one above it.", nameof(Weights));
        if (CorrelationWithPast is { } correlation && !(correlation is >= -1 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(CorrelationWithPast), correlation, "Must be between -1 and 1.");
        if (Shape == OutcomeShape.Proportion && !(Mean * (1 + Math.Max(0, RelativeLift)) <= 1))
            throw new ArgumentOutOfRangeException(nameof(Mean), Mean, "A share with its lift must not pass 1.");
    }
}

namespace Profiles.Statistics.Simulation;

/// <summary>One unit of a simulated experiment.</summary>
/// <param name="Variant">The index of its variant.</param>
/// <param name="Outcome">What it did; of a ratio, the numerator.</param>
/// <param name="Occasions">Of a ratio, the denominator; else 1.</param>
/// <param name="PastOutcome">What it did before; 0 where no past is known.</param>
/// <param name="PastOccasions">The same for the denominator.</param>
public readonly record struct SimulatedUnit(
    int Variant, double Outcome, double Occasions, double PastOutcome, double PastOccasions);

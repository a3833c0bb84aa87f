using Profiles.Statistics.Simulation;

namespace Profiles.Analytics.Simulation;

/// <summary>What simulated experiments found in one metric.</summary>
/// <param name="Key">The metric.</param>
/// <param name="TrueLift">What there was to find.</param>
/// <param name="Summary">How often it was found, and how often the interval held it.</param>
public sealed record SimulatedMetric(string Key, double TrueLift, SimulationSummary Summary);

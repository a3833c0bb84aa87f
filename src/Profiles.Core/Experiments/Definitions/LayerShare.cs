namespace Profiles.Core.Experiments.Definitions;

/// <summary>
/// The part of a layer that an experiment has: who is hashed into <c>[From, To)</c> by the layer's salt. Experiments of
/// one layer whose parts do not overlap never share a unit.
/// </summary>
/// <param name="Key">The layer.</param>
/// <param name="From">Where the part starts, from 0.</param>
/// <param name="To">Where it ends, exclusive, up to 1.</param>
public sealed record LayerShare(string Key, double From, double To);

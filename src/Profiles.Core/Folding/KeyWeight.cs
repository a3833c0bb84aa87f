namespace Profiles.Core.Folding;

/// <summary>How much a viewer is drawn to something; below zero where they turn from it.</summary>
/// <param name="Key">The genre, tag, series, kind or device.</param>
/// <param name="Weight">The decayed sum of the weights of their events, as of the last event.</param>
public readonly record struct KeyWeight(string Key, double Weight);

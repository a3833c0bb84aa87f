namespace Profiles.Core.Folding;

/// <summary>How much a viewer watches in one hour of the week.</summary>
/// <param name="Hour">0 (Monday 00:00 UTC) to 167 (Sunday 23:00 UTC).</param>
/// <param name="Weight">The decayed sum of what was watched in it, as of the last event.</param>
public readonly record struct HourWeight(int Hour, double Weight);

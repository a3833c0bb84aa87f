namespace Profiles.Core.Ranking;

/// <summary>The moment of a request, as the scorer sees it.</summary>
/// <param name="NowUnixMs">When, in milliseconds since 1970-01-01 UTC.</param>
/// <param name="Device">The kind of device; null where unknown.</param>
/// <param name="Territory">Where; null where unknown.</param>
public readonly record struct ViewingContext(long NowUnixMs, string? Device = null, string? Territory = null);

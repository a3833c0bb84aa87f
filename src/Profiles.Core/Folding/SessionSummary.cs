namespace Profiles.Core.Folding;

/// <summary>A viewer's sessions: stretches of events with no gap longer than the fold's session gap.</summary>
/// <param name="Count">How many.</param>
/// <param name="TotalSeconds">From first to last event of each, summed.</param>
/// <param name="LastStartedAt">When the latest began; null where there is none.</param>
public sealed record SessionSummary(long Count, double TotalSeconds, DateTimeOffset? LastStartedAt);

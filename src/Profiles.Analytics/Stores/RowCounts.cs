namespace Profiles.Analytics.Stores;

/// <summary>How many rows of each table.</summary>
internal readonly record struct RowCounts(long Exposures, long Outcomes);

namespace Profiles.Benchmarks.Tables;

/// <summary>What differs between rows of exposures.</summary>
internal readonly record struct ExposureSample(long Key, string Id, string Variant, long OccurredAt);

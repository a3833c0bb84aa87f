namespace Profiles.Core.Experiments.Assignments;

/// <summary>The variant that a unit met first, of one bucket version of an experiment.</summary>
/// <param name="Experiment">The key of the experiment.</param>
/// <param name="BucketVersion">The version of its buckets.</param>
/// <param name="Variant">The key of the variant.</param>
/// <param name="AtUnixMs">When, in milliseconds since 1970-01-01 UTC.</param>
public readonly record struct UnitAssignment(string Experiment, int BucketVersion, string Variant, long AtUnixMs);

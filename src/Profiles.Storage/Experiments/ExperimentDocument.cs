namespace Profiles.Storage.Experiments;

/// <summary>The configuration of all experiments, as it is kept.</summary>
/// <param name="Version">How many changes made it.</param>
/// <param name="Body">Its JSON.</param>
public sealed record ExperimentDocument(long Version, ReadOnlyMemory<byte> Body);

namespace Profiles.Core.Experiments.Definitions;

/// <summary>What is wrong with one place of a configuration, and how to put it right.</summary>
/// <param name="Code">What kind of mistake: one of <see cref="ExperimentErrorCodes"/>.</param>
/// <param name="Path">The place, as a JSON pointer (RFC 6901).</param>
/// <param name="Value">What stands there, as JSON; cut where it is long.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record ExperimentError(string Code, string Path, string Value, string Remedy);

namespace Profiles.Core.Conditions;

/// <summary>What is wrong with one place of a condition, and how to put it right.</summary>
/// <param name="Path">The place, as a JSON pointer (RFC 6901).</param>
/// <param name="Value">What stands there, as JSON; cut where it is long.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record ConditionError(string Path, string Value, string Remedy);

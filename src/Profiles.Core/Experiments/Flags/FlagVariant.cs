namespace Profiles.Core.Experiments.Flags;

/// <summary>A variant of an experiment of a flag.</summary>
/// <param name="Key">Its key; its place from 0 where none is written.</param>
/// <param name="Value">What the flag answers.</param>
/// <param name="Name">What people call it; empty where nothing is written.</param>
/// <param name="IsPassedThrough">Whether who gets it goes on to the next rule.</param>
public sealed record FlagVariant(string Key, FlagValue Value, string Name, bool IsPassedThrough);

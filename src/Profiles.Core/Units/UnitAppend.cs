using Profiles.Core.Events;

namespace Profiles.Core.Units;

/// <summary>A record that one unit's record calls for in the log of another, or that a caller asks for.</summary>
/// <param name="Unit">Whose record it is.</param>
/// <param name="DedupeKey">By which the log knows it when it comes again.</param>
/// <param name="Record">The record.</param>
public readonly record struct UnitAppend(UnitKey Unit, UInt128 DedupeKey, UnitRecord Record);

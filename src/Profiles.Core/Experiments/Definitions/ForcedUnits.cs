using System.Collections.Immutable;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>Testers who get a variant whatever else is said. Never an exposure.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="UnitIds">Values of the hash attribute, or of the fallback.</param>
public sealed record ForcedUnits(string Variant, ImmutableArray<string> UnitIds);

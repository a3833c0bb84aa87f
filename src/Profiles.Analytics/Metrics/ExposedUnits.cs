using System.Collections.Immutable;

namespace Profiles.Analytics.Metrics;

/// <summary>How many units each variant met.</summary>
/// <param name="ByVariant">Units that met this variant alone, in the order of the keys.</param>
/// <param name="OfSeveral">Units that met several, and are left out of every metric.</param>
public sealed record ExposedUnits(ImmutableSortedDictionary<string, long> ByVariant, long OfSeveral);

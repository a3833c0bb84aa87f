using System.Collections.Immutable;

namespace Profiles.Analytics.Results;

/// <summary>One metric of an experiment at the end of a day.</summary>
/// <param name="Day">The UTC day.</param>
/// <param name="Until">The moment up to which it counts: the end of the day, or of what was asked for.</param>
/// <param name="Variants">The variants, the control first.</param>
public sealed record DailyResult(DateOnly Day, DateTimeOffset Until, ImmutableArray<DailyVariant> Variants);

namespace Profiles.Core.Slates;

/// <summary>
/// What holds for one slate instead of <see cref="SlateOptions"/>, within the same bounds; null leaves the option.
/// </summary>
/// <param name="Relevance">How much relevance counts against difference.</param>
/// <param name="ExplorationShare">The share of the first page that is left to exploration.</param>
/// <param name="MaxOfSeries">The most contents of one series.</param>
public sealed record SlateTuning(float? Relevance, float? ExplorationShare, int? MaxOfSeries);

using Profiles.Statistics.Experiments;

namespace Profiles.Analytics.Results;

/// <summary>One metric of one variant at the end of a day.</summary>
/// <param name="Variant">The key of the variant.</param>
/// <param name="AtFixedEnd">As if that day were the end that was fixed beforehand.</param>
/// <param name="AtAnyTime">With intervals that hold on all days together.</param>
public sealed record DailyVariant(string Variant, MetricResult AtFixedEnd, MetricResult AtAnyTime);

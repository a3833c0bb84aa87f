using System.Collections.Immutable;
using Profiles.Core.Conditions;

namespace Profiles.Core.Experiments.Flags;

/// <summary>Which attributes of a unit flags and experiments may look at, by the first name of each path.</summary>
internal static class AskedAttributes
{
    public static ImmutableArray<string> Of(IEnumerable<FlagRule> rules, IEnumerable<FlagExperiment> experiments) =>
        [.. rules.SelectMany(Of).Concat(experiments.SelectMany(Of)).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> Of(FlagRule rule) =>
    [
        .. Of(rule.Condition),
        .. rule.Filters.Select(filter => filter.Attribute),
        .. rule.Rollout is { } rollout ? OfNames(rollout.HashAttribute, rollout.FallbackAttribute) : [],
        .. rule.Experiment is { } experiment ? Of(experiment) : [],
    ];

    private static IEnumerable<string> Of(FlagExperiment experiment) =>
    [
        .. OfNames(experiment.HashAttribute, experiment.FallbackAttribute ?? FlagExperiment.DefaultHashAttribute),
        .. experiment.Spread.Filters.IsDefault ? [] : experiment.Spread.Filters.Select(filter => filter.Attribute),
        .. Of(experiment.Spread.Condition),
        .. experiment.Leaves.SelectMany(leaf => Of(leaf.Condition)),
    ];

    private static IEnumerable<string> Of(Condition condition) => condition switch
    {
        Condition.All all => all.Conditions.SelectMany(Of),
        Condition.Any any => any.Conditions.SelectMany(Of),
        Condition.Not not => Of(not.Condition),
        Condition.At at => [at.Path.Name],
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "Not a condition of this build."),
    };

    private static IEnumerable<string> OfNames(string name, string? other) => other is null ? [name] : [name, other];
}

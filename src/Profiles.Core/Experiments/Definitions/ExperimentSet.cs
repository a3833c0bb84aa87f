using System.Collections.Immutable;
using System.Text.Json;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>
/// All that owners have configured: experiments, what they share, what they are judged by, and what parameters are
/// without them. Immutable; each key once in its list.
/// </summary>
public sealed record ExperimentSet
{
    /// <summary>Nothing.</summary>
    public static ExperimentSet Empty { get; } = new();

    /// <summary>The experiments, in the order in which they were added.</summary>
    public ImmutableArray<ExperimentDefinition> Experiments { get; init; } = [];

    /// <summary>The holdouts.</summary>
    public ImmutableArray<HoldoutDefinition> Holdouts { get; init; } = [];

    /// <summary>The layers.</summary>
    public ImmutableArray<LayerDefinition> Layers { get; init; } = [];

    /// <summary>The metrics.</summary>
    public ImmutableArray<MetricDefinition> Metrics { get; init; } = [];

    /// <summary>What parameters are where no experiment sets them, by name.</summary>
    public ImmutableSortedDictionary<string, JsonElement> Parameters { get; init; } =
        ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>An experiment; null where there is none of this key.</summary>
    public ExperimentDefinition? Find(string key) => Experiments.FirstOrDefault(experiment => experiment.Key == key);

    /// <summary>A metric; null where there is none of this key.</summary>
    public MetricDefinition? FindMetric(string key) => Metrics.FirstOrDefault(metric => metric.Key == key);

    /// <summary>The set with an experiment in the place of the one with its key, or at the end.</summary>
    public ExperimentSet With(ExperimentDefinition experiment) =>
        this with { Experiments = Put(Experiments, experiment, other => other.Key == experiment.Key) };

    /// <summary>The set with a holdout in the place of the one with its key, or at the end.</summary>
    public ExperimentSet With(HoldoutDefinition holdout) =>
        this with { Holdouts = Put(Holdouts, holdout, other => other.Key == holdout.Key) };

    /// <summary>The set with a layer in the place of the one with its key, or at the end.</summary>
    public ExperimentSet With(LayerDefinition layer) =>
        this with { Layers = Put(Layers, layer, other => other.Key == layer.Key) };

    /// <summary>The set with a metric in the place of the one with its key, or at the end.</summary>
    public ExperimentSet With(MetricDefinition metric) =>
        this with { Metrics = Put(Metrics, metric, other => other.Key == metric.Key) };

    private static ImmutableArray<T> Put<T>(ImmutableArray<T> list, T item, Func<T, bool> isSame)
    {
        for (var i = 0; i < list.Length; i++)
            if (isSame(list[i])) return list.SetItem(i, item);
        return list.Add(item);
    }
}

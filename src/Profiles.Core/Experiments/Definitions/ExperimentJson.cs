using System.Collections.Immutable;
using System.Text.Json;
using Profiles.Core.Events;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>
/// Reads configurations from JSON, with every error at once, and writes them. What is read is complete and within its
/// bounds by itself; <see cref="ExperimentValidation"/> tells whether it fits the rest.
/// </summary>
public static partial class ExperimentJson
{
    private static readonly ImmutableArray<string> EventTypes =
        [.. Enum.GetValues<ViewingEventType>().Select(type => type.Name())];

    /// <summary>Reads a set: <c>{"experiments","holdouts","layers","metrics","parameters"}</c>.</summary>
    /// <param name="json">The set.</param>
    /// <param name="errors">Everything that is wrong with it.</param>
    /// <returns>The set; null where anything is wrong.</returns>
    public static ExperimentSet? ReadSet(JsonElement json, ICollection<ExperimentError> errors) =>
        Guard(json, string.Empty, errors, () => ReadSetFields(json, errors));

    /// <summary>Reads one experiment.</summary>
    /// <param name="json">The experiment.</param>
    /// <param name="path">Where it stands, as a JSON pointer.</param>
    /// <param name="key">Its key, where that is known otherwise: it may then be left out, and must agree.</param>
    /// <param name="set">The others: the share of a layer is given a place that is free among them.</param>
    /// <param name="errors">Everything that is wrong with it.</param>
    /// <returns>The experiment; null where anything is wrong.</returns>
    public static ExperimentDefinition? ReadExperiment(
        JsonElement json, string path, string? key, ExperimentSet set, ICollection<ExperimentError> errors) =>
        Guard(json, path, errors, () => ReadExperimentFields(json, path, key, set, errors));

    /// <summary>Reads one holdout, as <see cref="ReadExperiment"/> does.</summary>
    public static HoldoutDefinition? ReadHoldout(
        JsonElement json, string path, string? key, ICollection<ExperimentError> errors) =>
        Guard(json, path, errors, () => ReadHoldoutFields(json, path, key, errors));

    /// <summary>Reads one layer, as <see cref="ReadExperiment"/> does.</summary>
    public static LayerDefinition? ReadLayer(
        JsonElement json, string path, string? key, ICollection<ExperimentError> errors) =>
        Guard(json, path, errors, () => ReadLayerFields(json, path, key, errors));

    /// <summary>Reads one metric, as <see cref="ReadExperiment"/> does.</summary>
    public static MetricDefinition? ReadMetric(
        JsonElement json, string path, string? key, ICollection<ExperimentError> errors) =>
        Guard(json, path, errors, () => ReadMetricFields(json, path, key, errors));

    /// <summary>Writes a set.</summary>
    public static void Write(Utf8JsonWriter writer, ExperimentSet set) =>
        JsonSerializer.Serialize(writer, set, ExperimentJsonContext.Default.ExperimentSet);

    /// <summary>Writes an experiment.</summary>
    public static void Write(Utf8JsonWriter writer, ExperimentDefinition experiment) =>
        JsonSerializer.Serialize(writer, experiment, ExperimentJsonContext.Default.ExperimentDefinition);

    /// <summary>Writes a holdout.</summary>
    public static void Write(Utf8JsonWriter writer, HoldoutDefinition holdout) =>
        JsonSerializer.Serialize(writer, holdout, ExperimentJsonContext.Default.HoldoutDefinition);

    /// <summary>Writes a layer.</summary>
    public static void Write(Utf8JsonWriter writer, LayerDefinition layer) =>
        JsonSerializer.Serialize(writer, layer, ExperimentJsonContext.Default.LayerDefinition);

    /// <summary>Writes a metric.</summary>
    public static void Write(Utf8JsonWriter writer, MetricDefinition metric) =>
        JsonSerializer.Serialize(writer, metric, ExperimentJsonContext.Default.MetricDefinition);

    private static ExperimentSet? ReadSetFields(JsonElement json, ICollection<ExperimentError> errors)
    {
        var before = errors.Count;
        var list = new ErrorList(errors);
        var fields = new FieldReader(json, string.Empty, list);
        var set = new ExperimentSet
        {
            Holdouts = fields.List(
                "holdouts", ExperimentLimits.MaxHoldouts, (item, path) => ReadHoldout(item, path, null, errors)),
            Layers = fields.List(
                "layers", ExperimentLimits.MaxLayers, (item, path) => ReadLayer(item, path, null, errors)),
            Metrics = fields.List(
                "metrics", ExperimentLimits.MaxMetrics, (item, path) => ReadMetric(item, path, null, errors)),
            Parameters = fields.Values("parameters", ExperimentLimits.MaxParameters),
        };
        var placed = ReadPlaced(json, set);
        fields.List("experiments", ExperimentLimits.MaxExperiments, (item, path) =>
        {
            var experiment = ReadExperiment(item, path, null, placed, errors);
            if (experiment is null) return null;
            (set, placed) = (set.With(experiment), placed.With(experiment));
            return experiment;
        });

        RefuseRepeated(json, "experiments", list);
        RefuseRepeated(json, "holdouts", list);
        RefuseRepeated(json, "layers", list);
        RefuseRepeated(json, "metrics", list);
        fields.RefuseOthers();
        return errors.Count == before ? set : null;
    }

    private static ExperimentDefinition? ReadExperimentFields(
        JsonElement json, string path, string? key, ExperimentSet set, ICollection<ExperimentError> errors)
    {
        var before = errors.Count;
        var list = new ErrorList(errors);
        var fields = new FieldReader(json, path, list);
        var read = fields.Key("key", key);
        var variants = ReadVariants(fields, list);
        var experiment = new ExperimentDefinition
        {
            Key = read,
            Name = fields.Text("name") ?? read,
            Hypothesis = fields.Text("hypothesis", ExperimentLimits.MaxTextLength) ?? string.Empty,
            Description = fields.Text("description", ExperimentLimits.MaxTextLength) ?? string.Empty,
            Owner = fields.Text("owner") ?? string.Empty,
            State = fields.Choice<ExperimentState>("state") ?? ExperimentState.Draft,
            Variants = variants,
            Coverage = fields.Number("coverage", 0, 1) ?? 1,
            Layer = ReadLayerShare(fields, read, set, list),
            Holdouts = fields.Texts("holdouts", ExperimentLimits.MaxHoldoutsPerExperiment),
            Condition = fields.Condition("condition", ExperimentAttributes.Schema),
            Segments = fields.Within("segments", (item, at) => ReadSegments(item, at, list)),
            Prerequisites = fields.List(
                "prerequisites", ExperimentLimits.MaxPrerequisites, (item, at) => ReadPrerequisite(item, at, list)),
            HashAttribute = fields.Text("hashAttribute") ?? ExperimentAttributes.Id,
            FallbackAttribute = fields.Text("fallbackAttribute"),
            Salt = fields.Text("salt") ?? read,
            HashVersion = fields.Whole("hashVersion", 1, 2) ?? 2,
            BucketVersion = fields.Whole("bucketVersion", 0, ExperimentLimits.MaxBucketVersion) ?? 0,
            MinBucketVersion = fields.Whole("minBucketVersion", 0, ExperimentLimits.MaxBucketVersion) ?? 0,
            IsSticky = fields.Truth("sticky") ?? true,
            Forced = fields.List("forced", ExperimentLimits.MaxVariants, (item, at) => ReadForced(item, at, list)),
            Schedule = fields.Within("schedule", (item, at) => ReadSchedule(item, at, list)) ?? ExperimentSchedule.None,
            PrimaryMetric = fields.Text("primaryMetric"),
            Metrics = fields.Texts("metrics", ExperimentLimits.MaxMetricsPerExperiment),
            Guardrails = fields.Texts("guardrails", ExperimentLimits.MaxMetricsPerExperiment),
        };
        CheckEmpty(fields, experiment);
        fields.RefuseOthers();
        return errors.Count == before ? experiment : null;
    }

    private static HoldoutDefinition? ReadHoldoutFields(
        JsonElement json, string path, string? key, ICollection<ExperimentError> errors)
    {
        var before = errors.Count;
        var fields = new FieldReader(json, path, new ErrorList(errors));
        var read = fields.Key("key", key);
        fields.Required("share", "Write which share of the units is held out, such as 0.05.");
        var holdout = new HoldoutDefinition(
            read, fields.Text("name") ?? read, fields.Number("share", 0, 1) ?? 0,
            fields.Text("salt") ?? HoldoutDefinition.FlagOf(read),
            fields.Text("hashAttribute") ?? ExperimentAttributes.Id);
        fields.RefuseOthers();
        return errors.Count == before ? holdout : null;
    }

    private static LayerDefinition? ReadLayerFields(
        JsonElement json, string path, string? key, ICollection<ExperimentError> errors)
    {
        var before = errors.Count;
        var fields = new FieldReader(json, path, new ErrorList(errors));
        var read = fields.Key("key", key);
        var layer = new LayerDefinition(
            read, fields.Text("name") ?? read, fields.Text("salt") ?? $"layer:{read}",
            fields.Text("hashAttribute") ?? ExperimentAttributes.Id);
        fields.RefuseOthers();
        return errors.Count == before ? layer : null;
    }

    private static MetricDefinition? ReadMetricFields(
        JsonElement json, string path, string? key, ICollection<ExperimentError> errors)
    {
        var before = errors.Count;
        var list = new ErrorList(errors);
        var fields = new FieldReader(json, path, list);
        var read = fields.Key("key", key);
        fields.Required("kind", "Write mean, proportion, ratio or quantile.");
        fields.Required("numerator", "Write {\"eventTypes\":[\"play\"],\"aggregation\":\"count\"}.");
        var metric = new MetricDefinition
        {
            Key = read,
            Name = fields.Text("name") ?? read,
            Description = fields.Text("description", ExperimentLimits.MaxTextLength) ?? string.Empty,
            Kind = fields.Choice<MetricKind>("kind") ?? MetricKind.Mean,
            Numerator = fields.Within("numerator", (item, at) => ReadMeasure(item, at, list))
                ?? new MetricMeasure([], MetricAggregation.Count, null),
            Denominator = fields.Within("denominator", (item, at) => ReadMeasure(item, at, list)),
            Quantile = fields.Number("quantile", 0, 1, isLeastIn: false, isMostIn: false),
            Direction = fields.Choice<MetricDirection>("direction") ?? MetricDirection.HigherIsBetter,
            WinsorizeQuantile = fields.Number("winsorizeQuantile", 0.5, 1, isLeastIn: false, isMostIn: false),
            MinimumEffect = fields.Number("minimumEffect", 0, 10, isLeastIn: false),
            ConversionWindowHours = fields.Number(
                "conversionWindowHours", 0, ExperimentLimits.MaxConversionWindowHours, isLeastIn: false),
            CupedDays = fields.Whole("cupedDays", 0, ExperimentLimits.MaxCupedDays) ?? 0,
        };
        CheckKind(fields, metric);
        fields.RefuseOthers();
        return errors.Count == before ? metric : null;
    }

    // .NET refuses half surrogate pairs when a text is read, in names as in values, and when it is written again.
    private static T? Guard<T>(JsonElement json, string path, ICollection<ExperimentError> errors, Func<T?> read)
        where T : class
    {
        try
        {
            using (var nowhere = new Utf8JsonWriter(Stream.Null)) json.WriteTo(nowhere);
            return read();
        }
        catch (InvalidOperationException)
        {
            new ErrorList(errors).Add(
                ExperimentErrorCodes.WrongType, path, "a text", "A text holds half a surrogate pair: write it whole.");
            return null;
        }
    }

    // Those that say which part of a layer they have, so that those that take any find one beside them.
    private static ExperimentSet ReadPlaced(JsonElement json, ExperimentSet set)
    {
        var fields = new FieldReader(json, string.Empty, new ErrorList([]));
        fields.List("experiments", ExperimentLimits.MaxExperiments, (item, path) =>
        {
            var isPlaced = item.ValueKind == JsonValueKind.Object && item.TryGetProperty("layer", out var layer)
                && layer.ValueKind == JsonValueKind.Object && layer.TryGetProperty("from", out _);
            var experiment = isPlaced ? ReadExperiment(item, path, null, ExperimentSet.Empty, []) : null;
            if (experiment is not null) set = set.With(experiment);
            return experiment;
        });
        return set;
    }

    private static void RefuseRepeated(JsonElement json, string name, ErrorList errors)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out var list)
            || list.ValueKind != JsonValueKind.Array)
            return;
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var index = -1;
        foreach (var item in list.EnumerateArray())
        {
            index++;
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("key", out var key)
                || key.ValueKind != JsonValueKind.String || seen.TryAdd(key.GetString()!, index))
                continue;
            errors.Add(
                ExperimentErrorCodes.Duplicate, $"/{name}/{index}/key", key,
                $"The one at /{name}/{seen[key.GetString()!]} has this key: choose another.");
        }
    }
}

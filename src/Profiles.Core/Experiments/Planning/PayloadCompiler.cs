using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Experiments.Flags;

namespace Profiles.Core.Experiments.Planning;

/// <summary>
/// Writes experiments as a GrowthBook payload. Rules stand in this order: testers, then the experiment with its
/// holdouts before its prerequisites.
/// </summary>
internal sealed class PayloadCompiler(ExperimentSet set, ImmutableArray<PlannedExperiment> experiments)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlyMemory<byte> Compile()
    {
        using (var writer = new Utf8JsonWriter(_bytes))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("features"u8);
            foreach (var holdout in set.Holdouts) WriteHoldout(writer, holdout);
            var running = experiments.Where(experiment => experiment.IsRunning).ToList();
            foreach (var experiment in running) WriteExperiment(writer, experiment);
            foreach (var name in set.Parameters.Keys.Union(running.SelectMany(of => of.ParameterNames)))
                WriteParameter(writer, name, running.Where(of => of.ParameterNames.Contains(name)));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return _bytes.WrittenMemory;
    }

    private static void WriteHoldout(Utf8JsonWriter writer, HoldoutDefinition holdout)
    {
        writer.WriteStartObject(holdout.Flag);
        writer.WriteString("defaultValue"u8, HoldoutDefinition.Out);
        writer.WriteStartArray("rules"u8);
        writer.WriteStartObject();
        writer.WriteString("key"u8, holdout.Flag);
        writer.WriteString("seed"u8, holdout.Salt);
        writer.WriteString("hashAttribute"u8, holdout.HashAttribute);
        writer.WriteNumber("hashVersion"u8, 2);
        writer.WriteBoolean("disableStickyBucketing"u8, true);
        WriteTexts(writer, "variations", [HoldoutDefinition.In, HoldoutDefinition.Out]);
        writer.WriteStartArray("ranges"u8);
        WriteRange(writer, 0, holdout.Share);
        WriteRange(writer, holdout.Share, 1);
        writer.WriteEndArray();
        writer.WriteStartArray("meta"u8);
        foreach (var key in (string[])[HoldoutDefinition.In, HoldoutDefinition.Out])
        {
            writer.WriteStartObject();
            writer.WriteString("key"u8, key);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteExperiment(Utf8JsonWriter writer, PlannedExperiment experiment)
    {
        writer.WriteStartObject(experiment.Key);
        writer.WriteNull("defaultValue"u8);
        writer.WriteStartArray("rules"u8);
        WriteRules(writer, experiment, variant => FlagValue.Of(experiment.Definition.Variants[variant].Key));
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteParameter(Utf8JsonWriter writer, string name, IEnumerable<PlannedExperiment> setting)
    {
        writer.WriteStartObject(name);
        writer.WritePropertyName("defaultValue"u8);
        if (set.Parameters.TryGetValue(name, out var value)) value.WriteTo(writer);
        else writer.WriteNullValue();
        writer.WriteStartArray("rules"u8);
        foreach (var experiment in setting)
            WriteRules(writer, experiment, variant => experiment.ParameterOf(variant, name));
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteRules(Utf8JsonWriter writer, PlannedExperiment planned, Func<int, FlagValue> valueOf)
    {
        var experiment = planned.Definition;
        foreach (var forced in experiment.Forced.Where(forced => experiment.IndexOf(forced.Variant) >= 0))
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, $"forced:{experiment.Key}:{forced.Variant}");
            writer.WritePropertyName("condition"u8);
            WriteForcedCondition(writer, experiment, forced);
            writer.WritePropertyName("force"u8);
            writer.WriteRawValue(valueOf(experiment.IndexOf(forced.Variant)).Json.Span);
            writer.WriteEndObject();
        }

        writer.WriteStartObject();
        writer.WriteString("id"u8, experiment.Key);
        writer.WriteString("key"u8, experiment.Key);
        if (experiment.Name != experiment.Key) writer.WriteString("name"u8, experiment.Name);
        WriteSpread(writer, planned);
        writer.WriteStartArray("variations"u8);
        for (var i = 0; i < experiment.Variants.Length; i++) writer.WriteRawValue(valueOf(i).Json.Span);
        writer.WriteEndArray();
        WriteMeta(writer, experiment);
        WriteLayer(writer, experiment);
        WriteParents(writer, experiment);
        WriteCondition(writer, experiment);
        writer.WriteEndObject();
    }

    private static void WriteSpread(Utf8JsonWriter writer, PlannedExperiment planned)
    {
        var experiment = planned.Definition;
        writer.WriteString("hashAttribute"u8, experiment.HashAttribute);
        if (experiment.FallbackAttribute is { } fallback) writer.WriteString("fallbackAttribute"u8, fallback);
        writer.WriteString("seed"u8, experiment.Salt);
        writer.WriteNumber("hashVersion"u8, experiment.HashVersion);
        writer.WriteNumber("coverage"u8, planned.Coverage);
        writer.WriteNumber("bucketVersion"u8, experiment.BucketVersion);
        if (experiment.MinBucketVersion > 0)
            writer.WriteNumber("minBucketVersion"u8, experiment.MinBucketVersion);
        if (!experiment.IsSticky) writer.WriteBoolean("disableStickyBucketing"u8, true);
        writer.WriteStartArray("weights"u8);
        foreach (var variant in experiment.Variants) writer.WriteNumberValue(variant.Weight);
        writer.WriteEndArray();
    }

    private static void WriteMeta(Utf8JsonWriter writer, ExperimentDefinition experiment)
    {
        writer.WriteStartArray("meta"u8);
        foreach (var variant in experiment.Variants)
        {
            writer.WriteStartObject();
            writer.WriteString("key"u8, variant.Key);
            if (variant.Name != variant.Key) writer.WriteString("name"u8, variant.Name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteLayer(Utf8JsonWriter writer, ExperimentDefinition experiment)
    {
        if (experiment.Layer is not { } part) return;
        var layer = set.Layers.FirstOrDefault(layer => layer.Key == part.Key);
        writer.WriteStartArray("filters"u8);
        writer.WriteStartObject();
        writer.WriteString("seed"u8, layer?.Salt ?? string.Empty);
        writer.WriteString("attribute"u8, layer?.HashAttribute ?? experiment.HashAttribute);
        writer.WriteNumber("hashVersion"u8, 2);
        writer.WriteStartArray("ranges"u8);
        if (layer is not null) WriteRange(writer, part.From, part.To);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteParents(Utf8JsonWriter writer, ExperimentDefinition experiment)
    {
        if (experiment.Holdouts.IsEmpty && experiment.Prerequisites.IsEmpty) return;
        writer.WriteStartArray("parentConditions"u8);
        foreach (var holdout in experiment.Holdouts)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, HoldoutDefinition.FlagOf(holdout));
            writer.WriteStartObject("condition"u8);
            writer.WriteString("value"u8, HoldoutDefinition.Out);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        foreach (var prerequisite in experiment.Prerequisites)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, prerequisite.Experiment ?? prerequisite.Parameter);
            writer.WritePropertyName("condition"u8);
            WriteNeed(writer, prerequisite);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteNeed(Utf8JsonWriter writer, Prerequisite prerequisite)
    {
        if (prerequisite.Condition is { } condition)
        {
            condition.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartObject("value"u8);
        if (prerequisite.Variants.IsEmpty) writer.WriteBoolean("$exists"u8, true);
        else WriteTexts(writer, "$in", prerequisite.Variants);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteForcedCondition(
        Utf8JsonWriter writer, ExperimentDefinition experiment, ForcedUnits forced)
    {
        writer.WriteStartObject();
        if (experiment.FallbackAttribute is not { } fallback)
        {
            WriteTest(writer, experiment.HashAttribute, "$in", forced.UnitIds);
        }
        else
        {
            writer.WriteStartArray("$or"u8);
            foreach (var attribute in (string[])[experiment.HashAttribute, fallback])
            {
                writer.WriteStartObject();
                WriteTest(writer, attribute, "$in", forced.UnitIds);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteCondition(Utf8JsonWriter writer, ExperimentDefinition experiment)
    {
        if (experiment.Condition is null && experiment.Segments is null) return;
        writer.WritePropertyName("condition"u8);
        if (experiment.Segments is not { } rule)
        {
            experiment.Condition!.Value.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartArray("$and"u8);
        experiment.Condition?.WriteTo(writer);
        foreach (var (test, keys) in (ReadOnlySpan<(string, ImmutableArray<string>)>)
            [("$all", rule.AllOf), ("$in", rule.AnyOf), ("$nin", rule.NoneOf)])
        {
            if (keys.IsEmpty) continue;
            writer.WriteStartObject();
            WriteTest(writer, ExperimentAttributes.Segments, test, keys);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteTest(Utf8JsonWriter writer, string attribute, string test, IEnumerable<string> texts)
    {
        writer.WriteStartObject(attribute);
        WriteTexts(writer, test, texts);
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static void WriteRange(Utf8JsonWriter writer, double from, double to)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(from);
        writer.WriteNumberValue(to);
        writer.WriteEndArray();
    }
}

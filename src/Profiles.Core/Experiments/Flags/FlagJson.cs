using System.Text;
using System.Text.Json;
using Profiles.Core.Conditions;

namespace Profiles.Core.Experiments.Flags;

/// <summary>Writes results as GrowthBook's SDKs have them.</summary>
public static class FlagJson
{
    private static readonly string[] ExperimentMembers =
    [
        "coverage", "weights", "hashAttribute", "fallbackAttribute", "disableStickyBucketing", "bucketVersion",
        "minBucketVersion", "namespace", "meta", "ranges", "name", "phase", "seed", "hashVersion", "filters",
        "condition",
    ];

    private static readonly string[] WrittenIfFalsy = ["coverage", "bucketVersion", "minBucketVersion"];

    /// <summary>
    /// Writes <c>{"value","on","off","source","ruleId"}</c>, and where an experiment gave the value
    /// <c>experiment</c> and <c>experimentResult</c>.
    /// </summary>
    public static void Write(Utf8JsonWriter writer, in FlagResult result)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("value"u8);
        writer.WriteRawValue(result.Value.Json.Span);
        writer.WriteBoolean("on"u8, result.IsOn);
        writer.WriteBoolean("off"u8, !result.IsOn);
        writer.WriteString("source"u8, result.Source.Name());
        writer.WriteString("ruleId"u8, result.RuleId);
        if (result.Experiment.Experiment is not null)
        {
            var assigned = result.Experiment;
            writer.WritePropertyName("experiment"u8);
            WriteExperiment(writer, in assigned);
            writer.WritePropertyName("experimentResult"u8);
            Write(writer, in assigned);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes what an experiment gave.</summary>
    public static void Write(Utf8JsonWriter writer, in ExperimentResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("key"u8, result.VariantKey);
        writer.WriteString("featureId"u8, result.Flag);
        writer.WriteBoolean("inExperiment"u8, result.IsInExperiment);
        writer.WriteBoolean("hashUsed"u8, result.IsHashUsed);
        writer.WriteNumber("variationId"u8, result.VariantIndex);
        writer.WritePropertyName("value"u8);
        writer.WriteRawValue(result.Value.Json.Span);
        writer.WriteString("hashAttribute"u8, result.HashAttribute);
        writer.WritePropertyName("hashValue"u8);
        if (result.HashValue is AttributeValue.Nothing) writer.WriteStringValue(""u8);
        else Write(writer, result.HashValue);
        writer.WriteBoolean("stickyBucketUsed"u8, result.IsStickyUsed);
        if (result.Variant is { Name.Length: > 0 } named) writer.WriteString("name"u8, named.Name);
        if (!double.IsNaN(result.Bucket)) writer.WriteNumber("bucket"u8, result.Bucket);
        if (result.Variant is { IsPassedThrough: true }) writer.WriteBoolean("passthrough"u8, true);
        if (result.Leaf is { } leaf)
        {
            writer.WriteNumber("leafId"u8, leaf.Id);
            WriteWeights(writer, "variationWeights", leaf);
            if (leaf.BanditVersion is { } version) writer.WriteNumber("banditVersion"u8, version);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes a value as JSON.</summary>
    public static void Write(Utf8JsonWriter writer, AttributeValue value)
    {
        switch (value)
        {
            case AttributeValue.Truth truth: writer.WriteBooleanValue(truth.Value); break;
            case AttributeValue.Text text: writer.WriteStringValue(text.Value); break;
            case AttributeValue.Number { Value: var number } when double.IsFinite(number):
                writer.WriteRawValue(ScriptValues.TextOf(number));
                break;
            case AttributeValue.Many many:
                writer.WriteStartArray();
                foreach (var item in many.Values) Write(writer, item);
                writer.WriteEndArray();
                break;
            case AttributeValue.Map map:
                writer.WriteStartObject();
                foreach (var (name, member) in map.Members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
            default: writer.WriteNullValue(); break;
        }
    }

    /// <summary>A text as it is, anything else as JSON: how the SDKs name a unit in sticky documents.</summary>
    public static string TextOf(AttributeValue value)
    {
        if (value is AttributeValue.Text text) return text.Value;
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory)) Write(writer, value);
        return Encoding.UTF8.GetString(memory.GetBuffer().AsSpan(0, (int)memory.Length));
    }

    private static void WriteExperiment(Utf8JsonWriter writer, in ExperimentResult result)
    {
        var experiment = result.Experiment!;
        writer.WriteStartObject();
        writer.WriteStartArray("variations"u8);
        foreach (var variant in experiment.Variants) writer.WriteRawValue(variant.Value.Json.Span);
        writer.WriteEndArray();
        writer.WriteString("key"u8, experiment.Key);
        foreach (var name in ExperimentMembers)
        {
            if (name == "weights" && result.LeafMet is { ReplacesWeights: true } met) WriteWeights(writer, name, met);
            else if (experiment.Json.TryMember(name, out var written)
                && (WrittenIfFalsy.Contains(name) || experiment.Json.Is(name)))
            {
                writer.WritePropertyName(name);
                written.WriteTo(writer);
            }
        }

        if (result.Leaf is { } leaf)
        {
            writer.WriteStartObject("contextualBandit"u8);
            writer.WriteNumber("leafId"u8, leaf.Id);
            WriteWeights(writer, "variationWeights", leaf);
            if (leaf.BanditVersion is { } version) writer.WriteNumber("banditVersion"u8, version);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteWeights(Utf8JsonWriter writer, string name, BanditLeaf leaf)
    {
        writer.WriteStartArray(name);
        foreach (var weight in leaf.Weights) writer.WriteNumberValue(weight);
        writer.WriteEndArray();
    }
}

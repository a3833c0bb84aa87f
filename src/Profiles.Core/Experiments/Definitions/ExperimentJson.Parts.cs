using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Profiles.Core.Conditions;
using Profiles.Core.Text;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>What experiments and metrics are made of.</summary>
public static partial class ExperimentJson
{
    private static readonly AttributeSchema ParameterSchema = new(
        [new("value", default, "The parameter's value, of any type.")]);

    private static ImmutableArray<VariantDefinition> ReadVariants(FieldReader fields, ErrorList errors)
    {
        var before = errors.Errors.Count;
        fields.Required("variants", "Write at least two: [{\"key\":\"control\",\"weight\":0.5},...].");
        var variants = fields.List("variants", ExperimentLimits.MaxVariants, (item, path) =>
        {
            var variant = new FieldReader(item, path, errors);
            var key = variant.Key();
            variant.Required("weight", "Write its share of the units, such as 0.5.");
            var read = new VariantDefinition(
                key, variant.Text("name") ?? key, variant.Number("weight", 0, 1) ?? 0,
                variant.Values("parameters", ExperimentLimits.MaxParametersPerVariant));
            variant.RefuseOthers();
            return read;
        });

        if (errors.Errors.Count != before) return variants;
        if (variants.Length < 2)
            fields.Refuse(ExperimentErrorCodes.Missing, "variants", "Write at least two variants, the control first.");
        for (var i = 0; i < variants.Length; i++)
        {
            var first = variants.IndexOf(variants.First(other => other.Key == variants[i].Key));
            if (first < i)
                errors.Add(
                    ExperimentErrorCodes.Duplicate, $"{fields.At("variants")}/{i}/key", $"\"{variants[i].Key}\"",
                    $"The variant at /{first} has this key: choose another.");
        }

        var sum = variants.Sum(variant => variant.Weight);
        if (variants.Length >= 2 && Math.Abs(sum - 1) > ExperimentLimits.WeightTolerance)
            errors.Add(
                ExperimentErrorCodes.Weights, fields.At("variants"),
                string.Create(CultureInfo.InvariantCulture, $"a sum of {sum}"), "Write weights that sum to 1.");
        return variants;
    }

    private static LayerShare? ReadLayerShare(
        FieldReader parent, string experiment, ExperimentSet set, ErrorList errors)
    {
        if (!parent.TryGet("layer", out var json)) return null;
        var before = errors.Errors.Count;
        var fields = new FieldReader(json, parent.At("layer"), errors);
        var key = fields.Key();
        var (hasFrom, hasTo, hasShare) =
            (fields.TryGet("from", out _), fields.TryGet("to", out _), fields.TryGet("share", out _));
        var (from, to) = (fields.Number("from", 0, 1), fields.Number("to", 0, 1));
        var share = fields.Number("share", 0, 1, isLeastIn: false);
        fields.RefuseOthers();
        if (errors.Errors.Count != before) return null;
        if (hasShare ? hasFrom || hasTo : !hasFrom || !hasTo)
        {
            errors.Add(
                ExperimentErrorCodes.Missing, fields.Path, json,
                "Write the part as {\"from\":0,\"to\":0.5}, or {\"share\":0.5} for any that is free.");
            return null;
        }

        if (!hasShare)
        {
            if (from < to) return new LayerShare(key, from!.Value, to!.Value);
            fields.Refuse(ExperimentErrorCodes.OutOfRange, "to", "Write where the part ends: more than 'from'.");
            return null;
        }

        if (LayerPlacement.Place(set, key, experiment, share!.Value) is { } placed) return placed;
        fields.Refuse(
            ExperimentErrorCodes.OverAllocated, "share", string.Create(
                CultureInfo.InvariantCulture,
                $"The largest part of the layer that is free is {LayerPlacement.LargestFree(set, key, experiment)}."));
        return null;
    }

    private static SegmentRule? ReadSegments(JsonElement json, string path, ErrorList errors)
    {
        var fields = new FieldReader(json, path, errors);
        var rule = new SegmentRule(
            fields.Texts("allOf", ExperimentLimits.MaxSegments), fields.Texts("anyOf", ExperimentLimits.MaxSegments),
            fields.Texts("noneOf", ExperimentLimits.MaxSegments));
        fields.RefuseOthers();
        if (rule.AllOf.Length + rule.AnyOf.Length + rule.NoneOf.Length > 0) return rule;
        errors.Add(ExperimentErrorCodes.Missing, path, json, "Name segments in allOf, anyOf or noneOf.");
        return null;
    }

    private static Prerequisite? ReadPrerequisite(JsonElement json, string path, ErrorList errors)
    {
        var before = errors.Errors.Count;
        var fields = new FieldReader(json, path, errors);
        var (experiment, parameter) = (fields.Text("experiment"), fields.Text("parameter"));
        var variants = fields.Texts("variants", ExperimentLimits.MaxVariants);
        var condition = fields.Condition("condition", ParameterSchema);
        fields.RefuseOthers();
        if (errors.Errors.Count != before) return null;
        if (experiment is null == parameter is null
            || (experiment is null ? condition is null || variants.Length > 0 : condition is not null))
        {
            errors.Add(
                ExperimentErrorCodes.Missing, path, json, "Write {\"experiment\":KEY,\"variants\":[...]}, or "
                    + "{\"parameter\":NAME,\"condition\":{\"value\":...}}.");
            return null;
        }

        return new Prerequisite(experiment, variants, parameter, condition);
    }

    private static ForcedUnits ReadForced(JsonElement json, string path, ErrorList errors)
    {
        var fields = new FieldReader(json, path, errors);
        fields.Required("variant", "Write the key of a variant.");
        fields.Required("unitIds", "Write a list of ids.");
        var forced = new ForcedUnits(
            fields.Text("variant") ?? string.Empty, fields.Texts("unitIds", ExperimentLimits.MaxForcedUnits));
        fields.RefuseOthers();
        return forced;
    }

    private static ExperimentSchedule ReadSchedule(JsonElement json, string path, ErrorList errors)
    {
        var fields = new FieldReader(json, path, errors);
        var (start, stop) = (fields.Time("startAt"), fields.Time("stopAt"));
        var ramp = fields.List("ramp", ExperimentLimits.MaxRampSteps, (item, at) =>
        {
            var step = new FieldReader(item, at, errors);
            step.Required("at", "Write from when on.");
            step.Required("coverage", "Write the share of units, such as 0.5.");
            var (time, coverage) = (step.Time("at"), step.Number("coverage", 0, 1));
            step.RefuseOthers();
            return time is null || coverage is null ? null : new RampStep(time.Value, coverage.Value);
        });

        if (start >= stop) fields.Refuse(ExperimentErrorCodes.Schedule, "stopAt", "Stop after the start.");
        for (var i = 1; i < ramp.Length; i++)
        {
            if (ramp[i].At <= ramp[i - 1].At)
                errors.Add(
                    ExperimentErrorCodes.Schedule, $"{path}/ramp/{i}/at", $"{ramp[i].At:O}",
                    "Write the steps in order of time.");
            if (ramp[i].Coverage < ramp[i - 1].Coverage)
                errors.Add(
                    ExperimentErrorCodes.Schedule, $"{path}/ramp/{i}/coverage", $"{ramp[i].Coverage}",
                    "A ramp only grows, so that no unit loses its variant: pause or stop the experiment instead.");
        }

        fields.RefuseOthers();
        return new ExperimentSchedule(start, stop, ramp);
    }

    private static MetricMeasure ReadMeasure(JsonElement json, string path, ErrorList errors)
    {
        var fields = new FieldReader(json, path, errors);
        fields.Required("eventTypes", $"Write a list of {string.Join(", ", EventTypes)}.");
        var types = fields.Texts("eventTypes", ExperimentLimits.MaxEventTypes);
        foreach (var type in types.Where(type => !EventTypes.Contains(type)))
            errors.Add(
                ExperimentErrorCodes.Unknown, fields.At("eventTypes"), $"\"{type}\"",
                NearestName.Find(type, EventTypes) is { } nearest
                    ? $"There is no such type of event; did you mean '{nearest}'?"
                    : $"There is no such type of event; use {string.Join(", ", EventTypes)}.");
        if (fields.TryGet("eventTypes", out var written) && written is { ValueKind: JsonValueKind.Array }
            && written.GetArrayLength() == 0)
            fields.Refuse(ExperimentErrorCodes.Missing, "eventTypes", "Name at least one.");
        var measure = new MetricMeasure(
            types, fields.Choice<MetricAggregation>("aggregation") ?? MetricAggregation.Count,
            fields.Condition("condition", MetricAttributes.Schema));
        fields.RefuseOthers();
        return measure;
    }

    private static void CheckEmpty(FieldReader fields, ExperimentDefinition experiment)
    {
        if (experiment.HashAttribute.Length == 0)
            fields.Refuse(ExperimentErrorCodes.OutOfRange, "hashAttribute", "Name an attribute, such as \"id\".");
        foreach (var (field, name) in (ReadOnlySpan<(string, string?)>)
            [("hashAttribute", experiment.HashAttribute), ("fallbackAttribute", experiment.FallbackAttribute)])
            if (name is not null && name.Contains('.', StringComparison.Ordinal))
                fields.Refuse(
                    ExperimentErrorCodes.OutOfRange, field, "Name an attribute that has no dot: it is no path.");
        if (experiment.Salt.Length == 0 && experiment.Key.Length > 0)
            fields.Refuse(ExperimentErrorCodes.OutOfRange, "salt", "Write a text, or leave it out for the key.");
        if (experiment.FallbackAttribute == experiment.HashAttribute)
            fields.Refuse(ExperimentErrorCodes.Duplicate, "fallbackAttribute", "Name another than the hash attribute.");
        if (experiment.FallbackAttribute is not null && !experiment.IsSticky)
            fields.Refuse(
                ExperimentErrorCodes.OutOfRange, "fallbackAttribute",
                "A fallback needs sticky assignments, or a unit would change its variant when it gets its id.");
        if (experiment.MinBucketVersion > experiment.BucketVersion)
            fields.Refuse(
                ExperimentErrorCodes.OutOfRange, "minBucketVersion", "Write at most the bucket version.");
    }

    private static void CheckKind(FieldReader fields, MetricDefinition metric)
    {
        if (metric.Kind == MetricKind.Ratio && !fields.TryGet("denominator", out _))
            fields.Refuse(ExperimentErrorCodes.Missing, "denominator", "A ratio has one: write it as the numerator.");
        if (metric.Kind != MetricKind.Ratio && metric.Denominator is not null)
            fields.Refuse(ExperimentErrorCodes.UnknownField, "denominator", "Leave it out, or make it a ratio.");
        if (metric.Kind == MetricKind.Quantile && !fields.TryGet("quantile", out _))
            fields.Refuse(ExperimentErrorCodes.Missing, "quantile", "Write which, such as 0.9.");
        if (metric.Kind != MetricKind.Quantile && metric.Quantile is not null)
            fields.Refuse(ExperimentErrorCodes.UnknownField, "quantile", "Leave it out, or make it a quantile.");
    }
}

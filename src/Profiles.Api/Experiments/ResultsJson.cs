using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Profiles.Analytics.Results;
using Profiles.Api.Http;
using Profiles.Core.Experiments.Definitions;
using Profiles.Statistics.Effects;
using Profiles.Statistics.Experiments;
using Profiles.Statistics.Health;
using Profiles.Statistics.Intervals;
using Profiles.Statistics.Resampling;

namespace Profiles.Api.Experiments;

/// <summary>The JSON of results.</summary>
internal static class ResultsJson
{
    public static Task SendAsync(
        HttpContext context, ExperimentDefinition experiment, ResultsRequest request, ExperimentResult result,
        string? dimension, SegmentedResult? segmented)
    {
        var answer = JsonAnswer.Begin();
        var writer = answer.Writer;
        writer.WriteStartObject();
        Begin(writer, experiment, request);
        writer.WriteString("horizon"u8, request.IsSequential ? "any" : "fixed");
        WriteHealth(writer, result);
        WriteVariants(writer, result);
        if (segmented is not null)
        {
            writer.WriteString("dimension"u8, dimension);
            writer.WriteStartArray("segments"u8);
            foreach (var (value, of) in segmented.Segments)
            {
                writer.WriteStartObject();
                writer.WriteString("value"u8, value);
                WriteHealth(writer, of);
                WriteVariants(writer, of);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartObject("otherSegments"u8);
            writer.WriteNumber("values"u8, segmented.OtherSegments);
            writer.WriteNumber("units"u8, segmented.OtherUnits);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        return answer.SendAsync(context, StatusCodes.Status200OK);
    }

    public static Task SendAsync(
        HttpContext context, ExperimentDefinition experiment, ResultsRequest request, string metric,
        ImmutableArray<DailyResult> days)
    {
        var answer = JsonAnswer.Begin();
        var writer = answer.Writer;
        writer.WriteStartObject();
        Begin(writer, experiment, request);
        writer.WriteString("metric"u8, metric);
        writer.WriteStartArray("days"u8);
        foreach (var (day, until, variants) in days)
        {
            writer.WriteStartObject();
            writer.WriteString("day"u8, day.ToString("O", CultureInfo.InvariantCulture));
            writer.WriteString("until"u8, until);
            writer.WriteStartArray("variants"u8);
            foreach (var variant in variants) Write(writer, variant);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        return answer.SendAsync(context, StatusCodes.Status200OK);
    }

    public static Task SendHealthAsync(
        HttpContext context, ExperimentDefinition experiment, ExperimentResult result)
    {
        var answer = JsonAnswer.Begin();
        var writer = answer.Writer;
        writer.WriteStartObject();
        writer.WriteString("experiment"u8, experiment.Key);
        WriteHealth(writer, result);
        writer.WriteEndObject();
        return answer.SendAsync(context, StatusCodes.Status200OK);
    }

    private static void Begin(Utf8JsonWriter writer, ExperimentDefinition experiment, ResultsRequest request)
    {
        writer.WriteString("experiment"u8, experiment.Key);
        writer.WriteString("state"u8, Lower(experiment.State.ToString()));
        writer.WriteNumber("bucketVersion"u8, experiment.BucketVersion);
        writer.WriteString("from"u8, request.From);
        writer.WriteString("until"u8, request.Until);
        writer.WriteBoolean("cuped"u8, request.IsAdjusted);
        writer.WriteNumber("alpha"u8, request.Alpha);
    }

    private static void WriteVariants(Utf8JsonWriter writer, ExperimentResult result)
    {
        writer.WriteStartArray("variants"u8);
        foreach (var variant in result.Variants) Write(writer, variant);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, DailyVariant variant)
    {
        var (key, atFixedEnd, atAnyTime) = variant;
        writer.WriteStartObject();
        writer.WriteString("variant"u8, key);
        writer.WriteNumber("units"u8, atFixedEnd.Units);
        WriteValue(writer, atFixedEnd);
        if (atFixedEnd.Comparison is { } one && atAnyTime.Comparison is { } other)
        {
            Write(writer, "lift", one.Relative, other.Relative);
            Write(writer, "difference", one.Absolute, other.Absolute);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, EffectResult atFixedEnd, EffectResult atAnyTime)
    {
        if (!atFixedEnd.IsKnown || !atAnyTime.IsKnown)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        WriteNumber(writer, "estimate", atFixedEnd.Effect);
        foreach (var (kind, interval) in (ReadOnlySpan<(string, Interval)>)
            [("fixed", atFixedEnd.Interval), ("any", atAnyTime.Interval)])
        {
            writer.WriteStartObject(kind);
            WriteNumber(writer, "low", interval.Low);
            WriteNumber(writer, "high", interval.High);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, MetricResult metric)
    {
        if (metric.Insufficiency == Insufficiency.None)
        {
            WriteNumber(writer, "value", metric.Value);
            return;
        }

        writer.WriteNull("value"u8);
        writer.WriteString("missing"u8, Lower(metric.Insufficiency.ToString()));
    }

    private static void WriteHealth(Utf8JsonWriter writer, ExperimentResult result)
    {
        writer.WriteBoolean("trustworthy"u8, result.IsTrustworthy);
        writer.WriteStartArray("health"u8);
        foreach (var (check, status, reason) in result.Health)
        {
            writer.WriteStartObject();
            writer.WriteString("check"u8, Lower(check.ToString()));
            writer.WriteString("status"u8, Lower(status.ToString()));
            writer.WriteString("reason"u8, reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("sampleRatio"u8);
        WriteNumber(writer, "pValue", result.SampleRatio.PValue);
        WriteNumber(writer, "chiSquare", result.SampleRatio.ChiSquare);
        writer.WriteEndObject();
        writer.WriteStartObject("multipleExposures"u8);
        writer.WriteNumber("units"u8, result.MultipleExposures.Units);
        WriteNumber(writer, "share", result.MultipleExposures.Share);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, VariantResult variant)
    {
        writer.WriteStartObject();
        writer.WriteString("variant"u8, variant.Key);
        writer.WriteNumber("weight"u8, variant.Weight);
        writer.WriteNumber("units"u8, variant.Units);
        if (variant.Verdict is { } verdict) writer.WriteString("verdict"u8, Lower(verdict.ToString()));
        else writer.WriteNull("verdict"u8);
        writer.WriteString("explanation"u8, variant.Explanation);
        writer.WriteStartArray("metrics"u8);
        foreach (var metric in variant.Metrics) Write(writer, metric);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, MetricResult metric)
    {
        writer.WriteStartObject();
        writer.WriteString("metric"u8, metric.Metric.Key);
        writer.WriteString("role"u8, Lower(metric.Metric.Role.ToString()));
        writer.WriteNumber("units"u8, metric.Units);
        WriteValue(writer, metric);
        if (metric.Comparison is { } comparison) Write(writer, comparison);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, MetricComparison comparison)
    {
        Write(writer, "lift", comparison.Relative);
        Write(writer, "difference", comparison.Absolute);
        writer.WriteString("decidedBy"u8, comparison.Scale == EffectScale.Relative ? "lift"u8 : "difference"u8);
        WriteNumber(writer, "pValue", comparison.PValue);
        WriteNumber(writer, "adjustedPValue", comparison.AdjustedPValue);
        if (comparison.Posterior.IsKnown) WriteNumber(writer, "chanceToWin", comparison.Posterior.ChanceToWin);
        else writer.WriteNull("chanceToWin"u8);
        WriteNumber(writer, "detectableEffect", comparison.DetectableEffect);
        writer.WriteString("standing"u8, Lower(comparison.Standing.ToString()));
    }

    private static void Write(Utf8JsonWriter writer, string name, EffectResult effect)
    {
        if (!effect.IsKnown)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        WriteNumber(writer, "estimate", effect.Effect);
        WriteNumber(writer, "low", effect.Interval.Low);
        WriteNumber(writer, "high", effect.Interval.High);
        writer.WriteEndObject();
    }

    // JSON has no infinity: an end that is open is null.
    private static void WriteNumber(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value)) writer.WriteNumber(name, value);
        else writer.WriteNull(name);
    }

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}

using System.Collections.Immutable;
using System.Text.Json;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Bucketing;

namespace Profiles.Core.Experiments.Flags;

/// <summary>Reads pieces of a payload as ECMAScript would use them; what is malformed counts as missing.</summary>
internal static class PayloadReading
{
    public static bool TryMember(this JsonElement json, string name, out JsonElement value)
    {
        value = default;
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out value);
    }

    /// <summary>A member that is truthy.</summary>
    public static bool TryTruthy(this JsonElement json, string name, out JsonElement value) =>
        json.TryMember(name, out value) && value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Length > 0,
            JsonValueKind.Number => value.GetDouble() != 0,
            JsonValueKind.True or JsonValueKind.Object or JsonValueKind.Array => true,
            _ => false,
        };

    public static string TextOf(JsonElement json) => ScriptValues.TextOf(AttributeValue.Of(json));

    public static double NumberOf(JsonElement json) => ScriptValues.NumberOf(AttributeValue.Of(json));

    /// <summary>A truthy member as text; null where there is none.</summary>
    public static string? TextOf(this JsonElement json, string name) =>
        json.TryTruthy(name, out var value) ? TextOf(value) : null;

    public static bool Is(this JsonElement json, string name) => json.TryTruthy(name, out _);

    /// <summary>A truthy member as a whole number; -1 where it is something else.</summary>
    public static int WholeOf(this JsonElement json, string name, int missing)
    {
        if (!json.TryTruthy(name, out var value)) return missing;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
            : value.ValueKind == JsonValueKind.Number && value.GetDouble() is var other
                && other == Math.Truncate(other) && Math.Abs(other) < int.MaxValue ? (int)other : -1;
    }

    /// <summary>A member as a number; null where it is missing.</summary>
    public static double? NumberOf(this JsonElement json, string name) =>
        json.TryMember(name, out var value) ? NumberOf(value) : null;

    public static IEnumerable<JsonElement> ItemsOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [];

    /// <summary>The members of an object; of one that comes twice, the last.</summary>
    public static IEnumerable<(string Name, JsonElement Value)> MembersOf(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) yield break;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
            if (seen.Add(member.Name)) yield return (member.Name, json.GetProperty(member.Name));
    }

    public static ImmutableArray<double> NumbersOf(JsonElement json) =>
        [.. ItemsOf(json).Select(NumberOf)];

    public static BucketRange RangeOf(JsonElement json) =>
        NumbersOf(json) is [var start, var end, ..]
            ? new BucketRange(start, end) : new BucketRange(double.NaN, double.NaN);

    public static ImmutableArray<BucketRange> RangesOf(JsonElement json) => [.. ItemsOf(json).Select(RangeOf)];

    public static Condition ConditionOf(this JsonElement json) =>
        json.TryTruthy("condition", out var condition)
            ? ConditionCompiler.CompileLeniently(condition) : Condition.Always;

    /// <summary>The filters; default where none are written.</summary>
    public static ImmutableArray<BucketFilter> FiltersOf(this JsonElement json) =>
        !json.TryTruthy("filters", out var filters) ? default :
        [
            .. ItemsOf(filters).Select(filter => new BucketFilter(
                filter.TextOf("attribute") ?? FlagExperiment.DefaultHashAttribute,
                new BucketSeed(filter.TextOf("seed") ?? string.Empty, filter.WholeOf("hashVersion", 2)),
                filter.TryMember("ranges", out var ranges) ? RangesOf(ranges) : [])),
        ];

    public static ImmutableArray<FlagParent> ParentsOf(this JsonElement json) =>
        !json.TryTruthy("parentConditions", out var parents) ? [] :
        [
            .. ItemsOf(parents).Select(parent => new FlagParent(
                parent.TextOf("id") ?? string.Empty, parent.ConditionOf(), parent.Is("gate"))),
        ];
}

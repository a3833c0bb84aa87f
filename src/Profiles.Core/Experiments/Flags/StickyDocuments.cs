using System.Globalization;
using System.Text.Json;
using Profiles.Core.Conditions;

namespace Profiles.Core.Experiments.Flags;

/// <summary>
/// Sticky assignments as GrowthBook's SDKs keep them: by unit a document
/// <c>{"attributeName","attributeValue","assignments":{"EXPERIMENT__BUCKETVERSION":"VARIANT"}}</c>. One thread
/// at a time.
/// </summary>
public sealed class StickyDocuments : IStickyAssignments, IExposureObserver
{
    private readonly Dictionary<string, Dictionary<(string Experiment, int BucketVersion), string>> _documents =
        new(StringComparer.Ordinal);

    private readonly Dictionary<string, (string Attribute, string Unit)> _units = new(StringComparer.Ordinal);

    /// <summary>Reads a document, and keeps what it says.</summary>
    public void Add(JsonElement document)
    {
        if (document.TextOf("attributeName") is not { } attribute || document.TextOf("attributeValue") is not { } unit)
            return;
        var assignments = Open(attribute, unit);
        if (!document.TryMember("assignments", out var written)) return;
        foreach (var (name, variant) in PayloadReading.MembersOf(written))
        {
            var mark = name.LastIndexOf("__", StringComparison.Ordinal);
            if (mark >= 0 && variant.ValueKind == JsonValueKind.String
                && int.TryParse(
                    name.AsSpan(mark + 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
                assignments[(name[..mark], version)] = variant.GetString()!;
        }
    }

    /// <inheritdoc/>
    public string? Find(string attribute, AttributeValue unit, string experiment, int bucketVersion) =>
        _documents.TryGetValue(KeyOf(attribute, TextOf(unit)), out var assignments)
            ? assignments.GetValueOrDefault((experiment, bucketVersion)) : null;

    /// <inheritdoc/>
    public bool HasOlder(string attribute, AttributeValue unit, string experiment, int bucketVersion) =>
        _documents.TryGetValue(KeyOf(attribute, TextOf(unit)), out var assignments)
        && assignments.Keys.Any(key => key.Experiment == experiment && key.BucketVersion < bucketVersion);

    /// <summary>Keeps a variant that a unit met, where the experiment is sticky.</summary>
    public void OnExposed(in ExperimentResult result)
    {
        if (result.Experiment is not { IsSticky: true } experiment) return;
        var assignments = Open(result.HashAttribute, TextOf(result.HashValue));
        assignments[(experiment.Key, result.BucketVersion)] = result.VariantKey;
    }

    /// <summary>Writes <c>{"ATTRIBUTE||VALUE":DOCUMENT}</c>, in order.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (key, assignments) in _documents.OrderBy(document => document.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject(key);
            writer.WriteString("attributeName"u8, _units[key].Attribute);
            writer.WriteString("attributeValue"u8, _units[key].Unit);
            writer.WriteStartObject("assignments"u8);
            foreach (var ((experiment, version), variant) in assignments.OrderBy(of => of.Key.Experiment,
                StringComparer.Ordinal).ThenBy(of => of.Key.BucketVersion))
                writer.WriteString($"{experiment}__{version}", variant);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static string KeyOf(string attribute, string unit) => $"{attribute}||{unit}";

    private static string TextOf(AttributeValue unit) => FlagJson.TextOf(unit);

    private Dictionary<(string Experiment, int BucketVersion), string> Open(string attribute, string unit)
    {
        var key = KeyOf(attribute, unit);
        if (_documents.TryGetValue(key, out var assignments)) return assignments;
        _units[key] = (attribute, unit);
        return _documents[key] = [];
    }
}

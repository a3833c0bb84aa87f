using System.Text;
using System.Text.Json;
using Profiles.Core.Conditions;
using Profiles.Core.Events;
using Profiles.Core.Features;
using Profiles.Core.Text;

namespace Profiles.Api.Features;

/// <summary>A batch of rows asked for: <c>{"view","at","userIds":[...]}</c>, or with <c>rows</c> for pairs.</summary>
/// <param name="View">The view; null where it is wrong.</param>
/// <param name="AtUnixMs">The moment; null for now.</param>
/// <param name="Rows">The rows in order.</param>
internal sealed record FeaturesRequest(
    FeatureView? View, long? AtUnixMs, IReadOnlyList<(string UserId, string? ContentId)> Rows)
{
    /// <summary>The most rows of one batch.</summary>
    public const int MaxRows = 1000;

    private static readonly string[] Fields = ["view", "at", "userIds", "rows"];

    /// <summary>Reads a batch, and lists everything that is wrong with it.</summary>
    public static FeaturesRequest Read(JsonElement json, List<ConditionError> errors)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Refuse(errors, "", json, "Write an object: {\"view\":\"viewer-core\",\"userIds\":[...]}.");
            return new FeaturesRequest(null, null, []);
        }

        foreach (var member in json.EnumerateObject())
        {
            if (Fields.Contains(member.Name)) continue;
            Refuse(errors, $"/{member.Name}", member.Value, $"Leave it out; use {string.Join(", ", Fields)}.");
        }

        var name = Text(json, "", "view", errors, "Write the name of a view, such as \"viewer-core\".");
        var view = ReadView(name, errors);
        var at = json.TryGetProperty("at", out _)
            ? ReadTime(Text(json, "", "at", errors, "Write a time of RFC 3339."), errors) : null;
        return new FeaturesRequest(view, at, ReadRows(json, view, errors));
    }

    /// <summary>The view of a name; an error where there is none.</summary>
    public static FeatureView? ReadView(string? name, List<ConditionError> errors)
    {
        if (name is null) return null;
        if (FeatureViews.TryFind(name, out var view)) return view;
        errors.Add(new ConditionError("/view", $"\"{name}\"", FeatureViews.RemedyOf(name)));
        return null;
    }

    /// <summary>The moment of a text; an error where it is none.</summary>
    public static long? ReadTime(string? text, List<ConditionError> errors)
    {
        if (text is null) return null;
        if (Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var unixMs)
            && unixMs >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            && unixMs <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            return unixMs;
        errors.Add(new ConditionError(
            "/at", $"\"{text}\"", "Write a time of RFC 3339, such as 2026-01-31T20:00:00Z, or leave it out for now."));
        return null;
    }

    /// <summary>Adds an error where a content is missing, or given for nothing.</summary>
    public static void CheckContent(FeatureView? view, string? contentId, string path, List<ConditionError> errors)
    {
        if (view is null) return;
        if (view.IsOfPairs && contentId is null)
            errors.Add(new ConditionError(path, "nothing", $"{view} is of a viewer and a content: name the content."));
        if (!view.IsOfPairs && contentId is not null)
            errors.Add(new ConditionError(path, $"\"{contentId}\"", $"{view} is of a viewer alone: leave it out."));
    }

    private static List<(string UserId, string? ContentId)> ReadRows(
        JsonElement json, FeatureView? view, List<ConditionError> errors)
    {
        var rows = new List<(string UserId, string? ContentId)>();
        var hasUsers = json.TryGetProperty("userIds", out var users);
        var hasRows = json.TryGetProperty("rows", out var pairs);
        var (name, list) = hasRows ? ("rows", pairs) : ("userIds", users);
        if (hasUsers == hasRows)
            Refuse(errors, hasRows ? "/rows" : "/userIds", list, "Write either 'userIds' or 'rows'.");
        else if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MaxRows)
            Refuse(errors, $"/{name}", list, $"Write a list of 1 to {MaxRows}.");
        else
        {
            foreach (var item in list.EnumerateArray())
            {
                var at = $"/{name}/{rows.Count}";
                var user = hasRows ? Text(item, at, "userId", errors, "Write the id of a user.") : Id(item, at, errors);
                var hasContent = hasRows && item.ValueKind == JsonValueKind.Object
                    && item.TryGetProperty("contentId", out _);
                var content = hasContent
                    ? Text(item, at, "contentId", errors, "Write the id of a content.") : null;
                CheckContent(view, content, $"{at}/contentId", errors);
                rows.Add((user ?? string.Empty, content));
            }
        }

        return rows;
    }

    private static string? Text(JsonElement json, string path, string name, List<ConditionError> errors, string remedy)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value))
            return Id(value, $"{path}/{name}", errors);
        Refuse(errors, $"{path}/{name}", default, remedy);
        return null;
    }

    private static string? Id(JsonElement json, string path, List<ConditionError> errors)
    {
        var max = EventLimits.Default.MaxIdBytes;
        if (json.ValueKind == JsonValueKind.String && json.GetString() is { Length: > 0 } id
            && Encoding.UTF8.GetByteCount(id) <= max)
            return id;
        Refuse(errors, path, json, $"Write a text of 1 to {max} bytes.");
        return null;
    }

    private static void Refuse(List<ConditionError> errors, string path, JsonElement json, string remedy)
    {
        const int MaxShown = 100;
        if (errors.Count >= ConditionBounds.MaxErrors) return;
        var shown = json.ValueKind == JsonValueKind.Undefined ? "nothing" : json.GetRawText();
        errors.Add(new ConditionError(path, shown.Length > MaxShown ? shown[..MaxShown] + "..." : shown, remedy));
    }
}

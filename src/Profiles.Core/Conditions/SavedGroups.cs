using System.Text.Json;

namespace Profiles.Core.Conditions;

/// <summary>Named lists of values that conditions refer to by <c>$inGroup</c>. Immutable.</summary>
public sealed class SavedGroups
{
    private readonly Dictionary<string, ValueSet> _groups;

    private SavedGroups(Dictionary<string, ValueSet> groups) => _groups = groups;

    /// <summary>No groups.</summary>
    public static SavedGroups None { get; } = new([]);

    /// <summary>Reads <c>{"GROUP":[VALUE,...]}</c>; a member that is no list is a group of nothing.</summary>
    public static SavedGroups Of(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return None;
        var groups = new Dictionary<string, ValueSet>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            groups[member.Name] = AttributeValue.Of(member.Value) is AttributeValue.Many many
                ? new ValueSet(many.Values) : ValueSet.Empty;
        }

        return new SavedGroups(groups);
    }

    /// <summary>A group; an empty one where there is none of that name.</summary>
    public ValueSet Find(string name) => _groups.GetValueOrDefault(name, ValueSet.Empty);
}

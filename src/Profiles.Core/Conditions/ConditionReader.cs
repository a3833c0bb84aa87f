using System.Collections.Immutable;
using System.Text.Json;
using Profiles.Core.Text;

namespace Profiles.Core.Conditions;

/// <summary>
/// One compilation. With a place for errors it is strict; without one, whatever is wrong holds for nothing.
/// </summary>
internal sealed partial class ConditionReader(
    ICollection<ConditionError>? errors, bool allowsGroups,
    ImmutableDictionary<AttributeType, ImmutableArray<string>>? operators = null)
{
    private const int MaxShownLength = 100;

    private int _tests;
    private bool _isTooLarge;

    private bool IsStrict => errors is not null;

    public Condition ReadCondition(JsonElement json, string path, int depth, AttributeSchema? schema)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return Refused(path, json, "Write an object, such as {\"counters.plays\":{\"$gte\":5}}.");
        if (!Enter(json, path, depth)) return Condition.Never;

        var conditions = ImmutableArray.CreateBuilder<Condition>();
        foreach (var member in MembersOf(json, path))
        {
            var at = Within(path, member.Name);
            conditions.Add(member.Name switch
            {
                "$and" => new Condition.All(ReadList(member.Value, at, depth, schema)),
                "$or" => Either(member.Value, ReadList(member.Value, at, depth, schema)),
                "$nor" => new Condition.Not(Either(member.Value, ReadList(member.Value, at, depth, schema))),
                "$not" => new Condition.Not(ReadCondition(member.Value, at, depth + 1, schema)),
                _ => ReadAttribute(member.Name, member.Value, at, depth, schema),
            });
        }

        return conditions.Count == 1 ? conditions[0] : new Condition.All(conditions.DrainToImmutable());
    }

    // GrowthBook's rule: an empty list of alternatives is met.
    private static Condition Either(JsonElement json, ImmutableArray<Condition> conditions) =>
        json.ValueKind == JsonValueKind.Array && conditions.IsEmpty ? Condition.Always : new Condition.Any(conditions);

    private static string Within(string path, string name) => $"{path}/"
        + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static string Within(string path, int index) => $"{path}/{index}";

    private ImmutableArray<Condition> ReadList(JsonElement json, string path, int depth, AttributeSchema? schema)
    {
        if (json.ValueKind != JsonValueKind.Array || (IsStrict && json.GetArrayLength() == 0))
            return [Refused(path, json, "Write a list with at least one condition.")];

        var conditions = ImmutableArray.CreateBuilder<Condition>(json.GetArrayLength());
        foreach (var item in json.EnumerateArray())
            conditions.Add(ReadCondition(item, Within(path, conditions.Count), depth + 1, schema));
        return conditions.MoveToImmutable();
    }

    private Condition ReadAttribute(string name, JsonElement json, string at, int depth, AttributeSchema? schema)
    {
        if (schema is null)
        {
            if (IsStrict && name.StartsWith('$')
                && (ConditionOperators.OfValues.Contains(name) || NearestOperator(name) is not null))
                return Refused(at, json, NotAnAttribute(name));
            return new Condition.At(AttributePath.Parse(name), ReadTest(json, at, depth + 1, default));
        }

        if (name.StartsWith('$')) return Refused(at, json, NotAnAttribute(name));
        if (schema.Resolve(name, out var path, out var type, out var members) is { } remedy)
            return Refused(at, json, remedy);
        return new Condition.At(path, ReadTest(json, at, depth + 1, new Subject(type, members)));
    }

    private static string? NearestOperator(string name) =>
        NearestName.Find(name, ConditionOperators.OfConditions);

    private static string NotAnAttribute(string name) =>
        ConditionOperators.OfValues.Contains(name)
            ? $"{name} tests an attribute: write it within one, as {{\"NAME\":{{\"{name}\":...}}}}."
            : NearestOperator(name) is { } nearest
                ? $"There is no operator of this name here; did you mean '{nearest}'?"
                : $"Here stand attributes, or one of {string.Join(", ", ConditionOperators.OfConditions)}.";

    private bool Enter(JsonElement json, string path, int depth)
    {
        if (!IsStrict) return true;
        if (depth > ConditionBounds.MaxDepth)
        {
            Refuse(path, json, $"Nest at most {ConditionBounds.MaxDepth} levels.");
            return false;
        }

        if (++_tests <= ConditionBounds.MaxTests) return true;
        if (!_isTooLarge) Refuse(path, json, $"Write at most {ConditionBounds.MaxTests} tests in one condition.");
        _isTooLarge = true;
        return false;
    }

    /// <summary>The members of an object; of one that comes twice, the last, and strictly an error.</summary>
    private List<(string Name, JsonElement Value)> MembersOf(JsonElement json, string path)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var members = new List<(string Name, JsonElement Value)>();
        foreach (var member in json.EnumerateObject())
        {
            if (places.TryAdd(member.Name, members.Count))
            {
                members.Add((member.Name, member.Value));
                continue;
            }

            Refuse(Within(path, member.Name), member.Value, "Write it once; combine several with $and.");
            members[places[member.Name]] = (member.Name, member.Value);
        }

        return members;
    }

    private Condition Refused(string path, JsonElement json, string remedy)
    {
        Refuse(path, json, remedy);
        return Condition.Never;
    }

    private ValueTest Never(string path, JsonElement json, string remedy)
    {
        Refuse(path, json, remedy);
        return ValueTest.Never;
    }

    private void Refuse(string path, JsonElement json, string remedy)
    {
        if (errors is null || errors.Count >= ConditionBounds.MaxErrors) return;
        var shown = json.GetRawText();
        if (shown.Length > MaxShownLength) shown = string.Concat(shown.AsSpan(0, MaxShownLength), "...");
        errors.Add(new ConditionError(path, shown, remedy));
    }

    /// <summary>What is tested; nothing is known of it where the type is none.</summary>
    private readonly record struct Subject(
        AttributeType Type, ImmutableArray<AttributeDeclaration> Members);
}

using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Profiles.Core.Text;

namespace Profiles.Core.Conditions;

/// <summary>The tests of values.</summary>
internal sealed partial class ConditionReader
{
    private const AttributeType Any = default;

    private static readonly AttributeType[] Ordered =
        [AttributeType.Number, AttributeType.Text, AttributeType.Time];

    private static readonly AttributeType[] Lists = [AttributeType.Texts, AttributeType.Records];

    private ValueTest ReadTest(
        JsonElement json, string path, int depth, Subject subject, bool ignoresCase = false)
    {
        if (!Enter(json, path, depth)) return ValueTest.Never;
        if (json.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            return ReadStructure(json, path, depth, subject);
        if (!TryScalar(json, path, subject.Type, out var operand)) return ValueTest.Never;
        return operand switch
        {
            AttributeValue.Text text when ignoresCase => new ValueTest.IsText(text.Value.ToLowerInvariant(), true),
            AttributeValue.Text text => new ValueTest.IsText(text.Value, false),
            AttributeValue.Number number => new ValueTest.IsNumber(number.Value),
            AttributeValue.Truth truth => new ValueTest.IsTruth(truth.Value),
            _ => new ValueTest.IsJson(AttributeValue.Null),
        };
    }

    private ValueTest ReadStructure(JsonElement json, string path, int depth, Subject subject)
    {
        var operators = json.ValueKind == JsonValueKind.Object
            ? json.EnumerateObject().Count(member => member.Name.StartsWith('$')) : 0;
        if (operators == 0 || operators < json.EnumerateObject().Count())
        {
            if (IsStrict && json.ValueKind == JsonValueKind.Object)
                return Never(path, json, "Write a value, or operators such as {\"$gte\":5}, and nothing beside them.");
            if (IsStrict && subject.Type is not (Any or AttributeType.Texts))
                return Never(path, json, "Write a single value, or {\"$in\":[...]} for one of several.");
            return new ValueTest.IsJson(AttributeValue.Of(json));
        }

        var tests = ImmutableArray.CreateBuilder<ValueTest>();
        foreach (var (name, value) in MembersOf(json, path))
            tests.Add(ReadOperator(name, value, Within(path, name), depth, subject));
        return tests.Count == 1 ? tests[0] : new ValueTest.All(tests.DrainToImmutable());
    }

    private ValueTest ReadOperator(string name, JsonElement json, string at, int depth, Subject subject)
    {
        if (operators is not null && operators.TryGetValue(subject.Type, out var allowed) && !allowed.Contains(name)
            && ConditionOperators.OfValues.Contains(name))
            return Never(at, json, $"{name} cannot be asked of it here: use {string.Join(", ", allowed)}.");
        switch (name)
        {
            case "$eq" or "$ne":
                if (!TryScalar(json, at, subject.Type, out var operand)) return ValueTest.Never;
                return Negated(name == "$ne", new ValueTest.StrictlyEqual(operand));
            case "$lt" or "$lte" or "$gt" or "$gte":
                return ReadComparison(ConditionOperators.ComparisonOf(name)!.Value, json, at, subject);
            case "$veq" or "$vne" or "$vlt" or "$vlte" or "$vgt" or "$vgte":
                if (!Fits(json, at, subject, AttributeType.Text)
                    || !Holds(json, at, JsonValueKind.String, "a version"))
                    return ValueTest.Never;
                return new ValueTest.ComparesVersion(
                    ConditionOperators.ComparisonOf(name)!.Value, VersionText.Of(AttributeValue.Of(json)));
            case "$exists":
                if (IsStrict && json.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                    return Never(at, json, "Write true or false.");
                return Negated(!ScriptValues.IsTruthy(AttributeValue.Of(json)), new ValueTest.Exists());
            case "$in" or "$ini" or "$nin" or "$nini":
                return ReadMembership(
                    json, at, subject, name[1] == 'n', name.EndsWith("ini", StringComparison.Ordinal));
            case "$inGroup" or "$notInGroup":
                return ReadGroup(json, at, name == "$notInGroup");
            case "$not":
                return new ValueTest.Not(ReadTest(json, at, depth + 1, subject));
            case "$size":
                return Fits(json, at, subject, Lists)
                    ? new ValueTest.HasLength(ReadTest(json, at, depth + 1, new Subject(NumberIfKnown(subject), [])))
                    : ValueTest.Never;
            case "$elemMatch":
                return ReadElement(json, at, depth, subject);
            case "$all" or "$alli":
                return ReadEach(json, at, depth, subject, name == "$alli");
            case "$regex" or "$regexi":
                return ReadPattern(json, at, subject, name == "$regexi");
            case "$type":
                if (IsStrict && !ConditionOperators.Types.Contains(AttributeValue.Of(json) is AttributeValue.Text text
                    ? text.Value : string.Empty))
                    return Never(at, json, $"Write one of {string.Join(", ", ConditionOperators.Types)}.");
                return AttributeValue.Of(json) is AttributeValue.Text type
                    ? new ValueTest.HasType(type.Value) : ValueTest.Never;
            default:
                return Never(at, json, NearestName.Find(name, ConditionOperators.OfValues) is { } nearest
                    ? $"There is no operator of this name; did you mean '{nearest}'?"
                    : "There is no operator of this name; use one of "
                        + $"{string.Join(", ", ConditionOperators.OfValues)}.");
        }
    }

    private static ValueTest Negated(bool isNegated, ValueTest test) => isNegated ? new ValueTest.Not(test) : test;

    private static AttributeType NumberIfKnown(Subject subject) =>
        subject.Type == Any ? Any : AttributeType.Number;

    private ValueTest ReadComparison(ComparisonOperator comparison, JsonElement json, string at, Subject subject)
    {
        if (!Fits(json, at, subject, Ordered) || !TryScalar(json, at, subject.Type, out var operand))
            return ValueTest.Never;
        if (IsStrict && operand is not (AttributeValue.Number or AttributeValue.Text))
            return Never(at, json, "Write a number or a text.");
        return new ValueTest.Compares(comparison, operand);
    }

    private ValueTest ReadMembership(
        JsonElement json, string at, Subject subject, bool isNegated, bool ignoresCase)
    {
        // Of what is no list, GrowthBook lets neither operator hold.
        if (!IsList(json, at)) return ValueTest.Never;
        if (ignoresCase && !Fits(json, at, subject, AttributeType.Text, AttributeType.Texts)) return ValueTest.Never;
        if (IsStrict && subject.Type is AttributeType.Records or AttributeType.Numbers)
            return Never(at, json, RemedyFor(subject));

        var type = subject.Type == AttributeType.Texts ? AttributeType.Text : subject.Type;
        var values = ImmutableArray.CreateBuilder<AttributeValue>(json.GetArrayLength());
        var index = 0;
        foreach (var item in json.EnumerateArray())
            if (TryScalar(item, Within(at, index++), type, out var value)) values.Add(value);
        return Negated(isNegated, new ValueTest.AnyOf(new ValueSet(values.DrainToImmutable(), ignoresCase)));
    }

    private ValueTest ReadGroup(JsonElement json, string at, bool isNegated)
    {
        if (!allowsGroups) return Never(at, json, "There are no saved groups here: write {\"$in\":[...]}.");
        if (!Holds(json, at, JsonValueKind.String, "the name of a group") || json.ValueKind != JsonValueKind.String)
            return Negated(isNegated, ValueTest.Never);
        return Negated(isNegated, new ValueTest.InGroup(json.GetString()!));
    }

    private ValueTest ReadElement(JsonElement json, string at, int depth, Subject subject)
    {
        if (!Fits(json, at, subject, Lists)) return ValueTest.Never;
        if (json.ValueKind != JsonValueKind.Object)
            return Never(at, json, "Write operators, such as {\"$eq\":\"Drama\"}, or a condition on the objects.");

        var isOperators = json.EnumerateObject().Any()
            && json.EnumerateObject().All(member => member.Name.StartsWith('$'));
        var isOfTexts = subject.Type == AttributeType.Texts;
        if (isOperators && (subject.Type == Any || isOfTexts))
        {
            var element = new Subject(isOfTexts ? AttributeType.Text : Any, []);
            return new ValueTest.HasValue(ReadTest(json, at, depth + 1, element));
        }

        if (isOfTexts) return Never(at, json, "Its values are texts: write operators, such as {\"$eq\":\"Drama\"}.");
        var schema = subject.Type == AttributeType.Records ? new AttributeSchema(subject.Members) : null;
        return new ValueTest.HasRecord(ReadCondition(json, at, depth + 1, schema));
    }

    private ValueTest ReadEach(JsonElement json, string at, int depth, Subject subject, bool ignoresCase)
    {
        if (!IsList(json, at) || !Fits(json, at, subject, AttributeType.Texts)) return ValueTest.Never;
        var element = new Subject(subject.Type == Any ? Any : AttributeType.Text, []);
        var tests = ImmutableArray.CreateBuilder<ValueTest>(json.GetArrayLength());
        foreach (var item in json.EnumerateArray())
            tests.Add(ReadTest(item, Within(at, tests.Count), depth + 1, element, ignoresCase));
        return new ValueTest.HasEach(tests.MoveToImmutable());
    }

    private ValueTest ReadPattern(JsonElement json, string at, Subject subject, bool ignoresCase)
    {
        if (!Fits(json, at, subject, AttributeType.Text)
            || !Holds(json, at, JsonValueKind.String, "a regular expression")
            || json.ValueKind != JsonValueKind.String)
            return ValueTest.Never;

        var text = json.GetString()!;
        var most = IsStrict ? ConditionBounds.MaxPatternLength : ConditionBounds.MaxLenientPatternLength;
        if (text.Length > most) return Never(at, json, $"Write at most {most} characters.");
        return ConditionPattern.TryCompile(text, ignoresCase, !IsStrict, out var pattern, out var remedy)
            ? new ValueTest.Matches(pattern) : Never(at, json, remedy);
    }

    private bool IsList(JsonElement json, string at)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            Refuse(at, json, "Write a list, such as [\"a\",\"b\"].");
            return false;
        }

        if (!IsStrict || json.GetArrayLength() is > 0 and <= ConditionBounds.MaxListValues) return true;
        Refuse(at, json, $"Write a list of 1 to {ConditionBounds.MaxListValues} values.");
        return false;
    }

    private bool Holds(JsonElement json, string at, JsonValueKind kind, string what)
    {
        if (!IsStrict || json.ValueKind == kind) return true;
        Refuse(at, json, $"Write {what} as a text.");
        return false;
    }

    /// <summary>Whether an operator can be used on the subject; nothing is held against an unknown one.</summary>
    private bool Fits(JsonElement json, string at, Subject subject, params ReadOnlySpan<AttributeType> allowed)
    {
        if (subject.Type == Any || allowed.Contains(subject.Type)) return true;
        Refuse(at, json, RemedyFor(subject));
        return false;
    }

    private static string RemedyFor(Subject subject) => subject.Type switch
    {
        AttributeType.Number => "It is a number: use $eq, $ne, $lt, $lte, $gt, $gte, $in, $nin or $exists.",
        AttributeType.Text => "It is a text: use $eq, $ne, $in, $ini, $regex, $lt, $gt or $exists.",
        AttributeType.Truth => "It is true or false: write {\"$eq\":true}.",
        AttributeType.Time => "It is a time: use $lt, $lte, $gt, $gte with a time of RFC 3339, or $exists.",
        AttributeType.Texts => "It is a list of texts: use $in, $nin, $ini, $nini, $all, $alli, $elemMatch or $size.",
        AttributeType.Numbers => "It holds numbers by key: name one, as NAME.KEY.",
        _ => "It is a list of objects: use $elemMatch or $size.",
    };

    /// <summary>A single value of the subject's type; a time becomes milliseconds since 1970.</summary>
    private bool TryScalar(JsonElement json, string at, AttributeType type, out AttributeValue value)
    {
        value = AttributeValue.Of(json);
        if (!IsStrict || value is AttributeValue.Nothing) return true;
        if (value is AttributeValue.Text { Value.Length: > ConditionBounds.MaxTextLength })
        {
            Refuse(at, json, $"Write at most {ConditionBounds.MaxTextLength} characters.");
            return false;
        }

        if (type == AttributeType.Time && value is AttributeValue.Text time
            && Rfc3339.TryParse(Encoding.UTF8.GetBytes(time.Value), out var unixMs))
        {
            value = new AttributeValue.Number(unixMs);
            return true;
        }

        var remedy = (type, value) switch
        {
            (_, AttributeValue.Many or AttributeValue.Map) => "Write a single value.",
            (Any, _) => null,
            (AttributeType.Number, AttributeValue.Number) => null,
            (AttributeType.Text, AttributeValue.Text) => null,
            (AttributeType.Truth, AttributeValue.Truth) => null,
            (AttributeType.Number, _) => "It is a number: write one.",
            (AttributeType.Text, _) => "It is a text: write one.",
            (AttributeType.Truth, _) => "It is true or false: write one of them.",
            (AttributeType.Time, _) => "It is a time: write one of RFC 3339, such as \"2026-01-31T20:00:00Z\".",
            (_, _) => RemedyFor(new Subject(type, [])),
        };
        if (remedy is null) return true;
        Refuse(at, json, remedy);
        return false;
    }
}

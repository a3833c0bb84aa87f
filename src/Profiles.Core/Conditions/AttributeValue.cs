using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Profiles.Core.Text;

namespace Profiles.Core.Conditions;

/// <summary>A value of JSON, as conditions see it. Immutable.</summary>
public abstract record AttributeValue : IAttributes
{
    private AttributeValue()
    {
    }

    /// <summary>JSON's null, and whatever is missing.</summary>
    public static AttributeValue Null { get; } = new Nothing();

    /// <summary>JSON's true.</summary>
    public static AttributeValue True { get; } = new Truth(true);

    /// <summary>JSON's false.</summary>
    public static AttributeValue False { get; } = new Truth(false);

    /// <summary>The value of a JSON element; of a member that comes twice, the last.</summary>
    public static AttributeValue Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => True,
        JsonValueKind.False => False,
        JsonValueKind.Number => new Number(json.GetDouble()),
        JsonValueKind.String => new Text(ScriptText.Of(json)),
        JsonValueKind.Array => new Many([.. json.EnumerateArray().Select(Of)]),
        JsonValueKind.Object => Map.Of(json.EnumerateObject().Select(
            member => KeyValuePair.Create(ScriptText.NameOf(member), Of(member.Value)))),
        _ => Null,
    };

    /// <summary>The value of JSON in UTF-8; null of no bytes.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static AttributeValue Parse(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty) return Null;
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    /// <inheritdoc/>
    public virtual AttributeValue Find(string name) => Null;

    /// <summary>Equal as JSON text would be, members in their order.</summary>
    internal virtual bool IsSameJson(AttributeValue other) => Equals(other);

    /// <summary>Null, or missing.</summary>
    public sealed record Nothing : AttributeValue;

    /// <summary>True or false.</summary>
    /// <param name="Value">Which.</param>
    public sealed record Truth(bool Value) : AttributeValue;

    /// <summary>A number.</summary>
    /// <param name="Value">The number.</param>
    public sealed record Number(double Value) : AttributeValue;

    /// <summary>A text.</summary>
    /// <param name="Value">The text.</param>
    public sealed record Text(string Value) : AttributeValue;

    /// <summary>A list.</summary>
    /// <param name="Values">Its values in order.</param>
    public sealed record Many(ImmutableArray<AttributeValue> Values) : AttributeValue
    {
        /// <summary>A value by its place from 0, or the <c>length</c>.</summary>
        public override AttributeValue Find(string name)
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && (name.Length == 1 || name[0] != '0'))
                return index < Values.Length ? Values[index] : Null;
            return name == "length" ? new Number(Values.Length) : Null;
        }

        internal override bool IsSameJson(AttributeValue other) =>
            other is Many many && many.Values.Length == Values.Length
            && Values.Zip(many.Values).All(pair => pair.First.IsSameJson(pair.Second));
    }

    /// <summary>An object: names with values.</summary>
    public sealed record Map : AttributeValue
    {
        private const int MaxScanned = 8;

        private readonly ImmutableArray<KeyValuePair<string, AttributeValue>> _members;
        private readonly Dictionary<string, AttributeValue>? _byName;

        private Map(ImmutableArray<KeyValuePair<string, AttributeValue>> members)
        {
            _members = members;
            if (members.Length > MaxScanned) _byName = new Dictionary<string, AttributeValue>(members);
        }

        /// <summary>The members; those named by whole numbers first, as ECMAScript has them.</summary>
        public ImmutableArray<KeyValuePair<string, AttributeValue>> Members => _members;

        /// <summary>An object of these members; of a name that comes twice, the last value.</summary>
        public static Map Of(IEnumerable<KeyValuePair<string, AttributeValue>> members)
        {
            var places = new Dictionary<string, int>(StringComparer.Ordinal);
            var kept = new List<KeyValuePair<string, AttributeValue>>();
            foreach (var member in members)
            {
                if (places.TryAdd(member.Key, kept.Count)) kept.Add(member);
                else kept[places[member.Key]] = member;
            }

            return new Map([.. kept.OrderBy(member => IndexOf(member.Key))]);
        }

        /// <inheritdoc/>
        public override AttributeValue Find(string name)
        {
            if (_byName is not null) return _byName.GetValueOrDefault(name, Null);
            foreach (var (key, value) in _members)
                if (key == name) return value;
            return Null;
        }

        /// <summary>Equal in every member, in order.</summary>
        public bool Equals(Map? other) => other is not null && IsSameJson(other);

        /// <inheritdoc/>
        public override int GetHashCode() => _members.Length;

        internal override bool IsSameJson(AttributeValue other)
        {
            if (other is not Map map || map._members.Length != _members.Length) return false;
            for (var i = 0; i < _members.Length; i++)
            {
                if (_members[i].Key != map._members[i].Key || !_members[i].Value.IsSameJson(map._members[i].Value))
                    return false;
            }

            return true;
        }

        private static long IndexOf(string name) =>
            uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index != uint.MaxValue && (name.Length == 1 || name[0] != '0')
                ? index : long.MaxValue;
    }
}

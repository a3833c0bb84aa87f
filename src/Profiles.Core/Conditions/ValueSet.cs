using System.Collections.Immutable;

namespace Profiles.Core.Conditions;

/// <summary>
/// Values that an attribute may be one of. Texts, numbers, truths and null are found by strict equality; lists and
/// objects are never found. Immutable.
/// </summary>
public sealed class ValueSet
{
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<double> _numbers = [];
    private readonly bool _ignoresCase;
    private readonly bool _hasNull;
    private readonly bool _hasTrue;
    private readonly bool _hasFalse;

    /// <summary>Creates a set.</summary>
    /// <param name="values">The values.</param>
    /// <param name="ignoresCase">Compare texts in lower case.</param>
    public ValueSet(ImmutableArray<AttributeValue> values, bool ignoresCase = false)
    {
        _ignoresCase = ignoresCase;
        Values = values;
        foreach (var value in values)
        {
            switch (value)
            {
                case AttributeValue.Text text: _texts.Add(Folded(text.Value)); break;
                case AttributeValue.Number number: _numbers.Add(number.Value); break;
                case AttributeValue.Nothing: _hasNull = true; break;
                case AttributeValue.Truth truth:
                    if (truth.Value) _hasTrue = true;
                    else _hasFalse = true;
                    break;
            }
        }
    }

    /// <summary>The set of nothing.</summary>
    public static ValueSet Empty { get; } = new([]);

    /// <summary>The values, as they were given.</summary>
    public ImmutableArray<AttributeValue> Values { get; }

    /// <summary>Whether it holds the value or, of a list, any of its values.</summary>
    public bool Meets(AttributeValue value)
    {
        if (value is not AttributeValue.Many many) return Holds(value);
        foreach (var item in many.Values)
            if (Holds(item)) return true;
        return false;
    }

    private bool Holds(AttributeValue value) => value switch
    {
        AttributeValue.Text text => _texts.Contains(Folded(text.Value)),
        AttributeValue.Number number => _numbers.Contains(number.Value),
        AttributeValue.Nothing => _hasNull,
        AttributeValue.Truth truth => truth.Value ? _hasTrue : _hasFalse,
        _ => false,
    };

    private string Folded(string text) => _ignoresCase ? text.ToLowerInvariant() : text;
}

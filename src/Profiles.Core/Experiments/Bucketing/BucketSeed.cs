using Profiles.Core.Conditions;

namespace Profiles.Core.Experiments.Bucketing;

/// <summary>
/// What spreads units over [0, 1): a salt and the version of the hash. Bit for bit as GrowthBook's JavaScript SDK has
/// it (<c>https://docs.growthbook.io/lib/build-your-own#hashing</c>): FNV-1a of 32 bits over UTF-16 code units.
/// <code>
/// version 1: fnv(value + salt) mod 1000 / 1000
/// version 2: fnv(text of fnv(salt + value)) mod 10000 / 10000
/// </code>
/// Of version 2 the state after the salt is kept, so that a bucket costs the value's characters and ten digits.
/// </summary>
public readonly struct BucketSeed
{
    private const uint Basis = 2_166_136_261;
    private const uint Prime = 16_777_619;
    private const int MaxDigits = 10;

    private readonly string _salt;
    private readonly uint _state;
    private readonly int _version;

    /// <summary>Creates a seed.</summary>
    /// <param name="salt">The salt.</param>
    /// <param name="version">The version of the hash, 1 or 2; with any other, no unit has a bucket.</param>
    public BucketSeed(string salt, int version)
    {
        _salt = salt;
        _version = version;
        _state = Fold(Basis, salt);
    }

    /// <summary>The bucket of a value, from 0 inclusive to 1 exclusive; NaN where the version is unknown.</summary>
    /// <param name="value">The unit's value, as text.</param>
    public double BucketOf(ReadOnlySpan<char> value) => _version switch
    {
        2 => FoldDigits(Basis, Fold(_state, value)) % 10_000 / 10_000.0,
        1 => Fold(Fold(Basis, value), _salt) % 1000 / 1000.0,
        _ => double.NaN,
    };

    /// <summary>The bucket of a value, which stands for its text as ECMAScript has it.</summary>
    /// <param name="value">The value of the unit's attribute.</param>
    public double BucketOf(AttributeValue value)
    {
        if (value is AttributeValue.Text text) return BucketOf(text.Value.AsSpan());
        Span<char> buffer = stackalloc char[ScriptValues.MaxWholeLength];
        return BucketOf(ScriptValues.TextOf(value, buffer));
    }

    private static uint Fold(uint state, ReadOnlySpan<char> text)
    {
        foreach (var unit in text) state = (state ^ unit) * Prime;
        return state;
    }

    private static uint FoldDigits(uint state, uint number)
    {
        Span<char> digits = stackalloc char[MaxDigits];
        var first = MaxDigits;
        do
        {
            (number, var digit) = Math.DivRem(number, 10);
            digits[--first] = (char)('0' + digit);
        }
        while (number != 0);

        return Fold(state, digits[first..]);
    }
}

using System.Numerics;
using System.Text;
using Profiles.Core.Hashing;

namespace Profiles.Core.Text;

/// <summary>
/// Gives one string for equal UTF-8 bytes as long as it remembers them: content ids, devices, territories and genres
/// come again and again, and need no new string each time. A table of one string a slot; a new string takes the slot
/// of an old one, so the size is fixed. Safe to share between threads without a lock: a slot is read and written in
/// one piece, and a lost race costs one more string.
/// </summary>
public sealed class Utf8StringPool
{
    /// <summary>The default number of slots.</summary>
    public const int DefaultSlots = 65_536;

    /// <summary>Longer texts are not remembered.</summary>
    public const int MaxPooledBytes = 64;

    private readonly string?[] _slots;

    /// <summary>Creates a pool.</summary>
    /// <param name="slots">
    /// How many strings it remembers at most, 16 to 16,777,216, rounded up to a power of two.
    /// </param>
    public Utf8StringPool(int slots = DefaultSlots)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slots, 1 << 24);
        _slots = new string?[BitOperations.RoundUpToPowerOf2((uint)slots)];
    }

    /// <summary>The string of valid UTF-8 bytes; the empty string for none.</summary>
    public string GetOrAdd(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > MaxPooledBytes) return Encoding.UTF8.GetString(utf8);

        ref var slot = ref _slots[(int)((uint)StableHash.Hash64(utf8) & (uint)(_slots.Length - 1))];
        var known = Volatile.Read(ref slot);
        if (known is not null && Matches(known, utf8)) return known;

        var text = Encoding.UTF8.GetString(utf8);
        Volatile.Write(ref slot, text);
        return text;
    }

    private static bool Matches(string text, ReadOnlySpan<byte> utf8)
    {
        if (text.Length == utf8.Length) return Ascii.Equals(utf8, text);
        if (text.Length > utf8.Length) return false;

        Span<char> decoded = stackalloc char[MaxPooledBytes];
        return decoded[..Encoding.UTF8.GetChars(utf8, decoded)].SequenceEqual(text);
    }
}

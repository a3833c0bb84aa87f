using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Profiles.Core.Slates;

/// <summary>
/// A slate's id says what is needed to attribute events to it without looking it up:
/// <c>1~surface~served at, ms~unit's hash~count of the unit~model version</c>, numbers in hexadecimal.
/// </summary>
/// <param name="Surface">Where it was shown.</param>
/// <param name="ServedAtMs">When.</param>
/// <param name="UnitHash">A hash of the unit it was made for.</param>
/// <param name="Count">Tells apart what one unit is shown within one millisecond.</param>
/// <param name="ModelVersion">The version of the model.</param>
public readonly record struct SlateId(
    SlateSurface Surface, long ServedAtMs, uint UnitHash, uint Count, string ModelVersion)
{
    private const char Separator = '~';

    /// <summary>Reads the text form; false where it is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SlateId id)
    {
        id = default;
        if (text is null) return false;
        Span<Range> parts = stackalloc Range[7];
        var span = text.AsSpan();
        if (span.Split(parts, Separator) != 6 || span[parts[0]] is not "1") return false;
        if (!SlateNames.TryParse(span[parts[1]], out var surface)) return false;
        if (!TryHex(span[parts[2]], out var at) || !TryHex(span[parts[3]], out var unit)) return false;
        if (!TryHex(span[parts[4]], out var count) || unit > uint.MaxValue || count > uint.MaxValue) return false;
        if (at > long.MaxValue || span[parts[5]].IsEmpty) return false;
        id = new SlateId(surface, (long)at, (uint)unit, (uint)count, text[parts[5]]);
        return true;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"1~{Surface.Name()}~{ServedAtMs:x}~{UnitHash:x}~{Count:x}~{ModelVersion}");

    private static bool TryHex(ReadOnlySpan<char> text, out ulong value) =>
        ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}

using System.Globalization;
using Profiles.Core.Content;
using Profiles.Core.Hashing;

namespace Profiles.Core.Folding.Aggregators;

/// <summary>
/// A key of a decayed sum: its order, which is the dimension in the upper three bits and 61 bits of a stable hash of
/// the key below (of kinds and hours: their number), and its text.
/// </summary>
internal readonly record struct AffinityKey(ulong Order, string Text)
{
    public const int Dimensions = 6;
    private const int Shift = 61;

    private static readonly AffinityKey[] Kinds =
        [.. Enum.GetValues<ContentKind>().Select(kind => Numbered(AffinityDimension.Kind, (int)kind, kind.Name()))];

    private static readonly AffinityKey[] Hours =
    [
        .. Enumerable.Range(0, 168)
            .Select(hour => Numbered(AffinityDimension.HourOfWeek, hour, hour.ToString(CultureInfo.InvariantCulture))),
    ];

    public static AffinityKey Of(AffinityDimension dimension, string text) =>
        new(FirstOf(dimension) | (StableHash.Hash64(text) >> (64 - Shift)), text);

    public static AffinityKey Of(ContentKind kind) => Kinds[(int)kind - 1];

    public static AffinityKey OfHour(int hour) => Hours[hour];

    public static ulong FirstOf(AffinityDimension dimension) => (ulong)dimension << Shift;

    public static AffinityDimension DimensionOf(ulong order) => (AffinityDimension)(order >> Shift);

    /// <summary>The number of a kind or hour.</summary>
    public static int NumberOf(ulong order) => (int)(order & 0xFF);

    private static AffinityKey Numbered(AffinityDimension dimension, int number, string text) =>
        new(FirstOf(dimension) | (uint)number, text);
}

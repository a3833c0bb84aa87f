using Profiles.Core.Binary;
using Profiles.Core.Content;
using Profiles.Core.Text;

namespace Profiles.Core.Folding.Aggregators;

/// <summary>How keys of decayed sums are written: kinds and hours as a number, the others as their text.</summary>
internal static class AffinityBytes
{
    public static void WriteKey(ref SpanWriter writer, AffinityKey key)
    {
        if (AffinityKey.DimensionOf(key.Order) is AffinityDimension.Kind or AffinityDimension.HourOfWeek)
            writer.Byte((byte)AffinityKey.NumberOf(key.Order));
        else
            writer.String(key.Text);
    }

    public static AffinityKey ReadKey(ref SpanReader reader, AffinityDimension dimension, Utf8StringPool? pool)
    {
        switch (dimension)
        {
            case AffinityDimension.Kind:
                var kind = reader.Byte();
                return kind is >= (byte)ContentKind.Movie and <= (byte)ContentKind.Clip
                    ? AffinityKey.Of((ContentKind)kind)
                    : throw new InvalidDataException($"Content kind {kind} is not one of this build.");
            case AffinityDimension.HourOfWeek:
                var hour = reader.Byte();
                return hour < 168
                    ? AffinityKey.OfHour(hour)
                    : throw new InvalidDataException($"Hour {hour} is not one of the week.");
            default:
                return AffinityKey.Of(dimension, pool is null ? reader.String() : reader.String(pool));
        }
    }

    public static InvalidDataException OutOfOrder() => new("The keys of the profile are not in ascending order.");

    /// <summary>Of two texts with the same hash, the same one whichever came first.</summary>
    public static string Smaller(string left, string right) => string.CompareOrdinal(left, right) <= 0 ? left : right;
}

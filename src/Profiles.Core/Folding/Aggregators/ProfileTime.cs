using Profiles.Core.Binary;

namespace Profiles.Core.Folding.Aggregators;

/// <summary>How times are written in a profile: as their distance back from the newest event's.</summary>
internal static class ProfileTime
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static void Write(ref SpanWriter writer, long newest, long time) => writer.Signed(newest - time);

    public static long Read(ref SpanReader reader, long newest) => Checked(newest - reader.Signed());

    /// <summary>The time itself, if it is a date.</summary>
    public static long Checked(long unixMs) =>
        unixMs >= Earliest && unixMs <= Latest
            ? unixMs
            : throw new InvalidDataException($"The time {unixMs} is not a date.");
}

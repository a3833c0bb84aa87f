namespace Profiles.Storage.EventLog;

internal static class SegmentSearch
{
    /// <summary>The last segment that begins at or before the sequence; the first when none does.</summary>
    public static Segment Find(ReadOnlySpan<Segment> segments, long sequence)
    {
        var low = 0;
        var high = segments.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (segments[middle].FirstSequence <= sequence)
                low = middle + 1;
            else
                high = middle;
        }

        return segments[Math.Max(0, low - 1)];
    }
}

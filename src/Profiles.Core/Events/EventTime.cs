namespace Profiles.Core.Events;

/// <summary>The accepted range of event times.</summary>
internal static class EventTime
{
    public static EventRejection? Check(int index, long unixMs, EventLimits limits, long nowUnixMs)
    {
        var earliest = limits.EarliestTime.ToUnixTimeMilliseconds();
        if (unixMs < earliest)
            return new EventRejection(
                index, RejectionCodes.TimeOutOfRange, $"occurredAt is before {limits.EarliestTime:yyyy-MM-dd}.");

        var latest = nowUnixMs + (long)limits.MaxAhead.TotalMilliseconds;
        return unixMs > latest
            ? new EventRejection(
                index, RejectionCodes.TimeOutOfRange,
                $"occurredAt is more than {limits.MaxAhead.TotalHours} hours ahead of the clock.")
            : null;
    }
}

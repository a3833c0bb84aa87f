namespace Profiles.Core.Ranking;

/// <summary>The features of the context that the request alone gives: when, and from what kind of device.</summary>
internal static class RequestFeatures
{
    private const long HourMs = 3_600_000;
    private const long DayMs = 24 * HourMs;

    // 1970-01-01 was a Thursday.
    private const int FirstSaturday = 2;
    private const int DaysOfWeek = 7;

    /// <summary>Writes them to a context in which they are 0.</summary>
    public static void Write(in ViewingContext context, Span<float> features)
    {
        var (day, time) = Math.DivRem(context.NowUnixMs, DayMs);
        if (time < 0) (day, time) = (day - 1, time + DayMs);
        features[(int)ContextFeature.HourSine] = Wave(time);
        features[(int)ContextFeature.HourCosine] = Wave((time + DayMs / 4) % DayMs);
        var sinceSaturday = (day - FirstSaturday) % DaysOfWeek;
        if (sinceSaturday < 0) sinceSaturday += DaysOfWeek;
        features[(int)ContextFeature.Weekend] = sinceSaturday < 2 ? 1 : 0;
        switch (DeviceClasses.Of(context.Device))
        {
            case DeviceClass.Tv:
                features[(int)ContextFeature.DeviceTv] = 1;
                break;
            case DeviceClass.Mobile:
                features[(int)ContextFeature.DeviceMobile] = 1;
                break;
            case DeviceClass.Other:
                features[(int)ContextFeature.DeviceOther] = 1;
                break;
        }
    }

    /// <summary>Up and down in the first half of the day, down and up in the second: 0 at both ends of each.</summary>
    private static float Wave(long timeMs)
    {
        const long half = DayMs / 2;
        var part = timeMs % half / (float)half;
        var height = 4 * part * (1 - part);
        return timeMs < half ? height : -height;
    }
}

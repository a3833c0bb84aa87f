namespace Profiles.Core.Folding;

/// <summary>Positions and durations as whole milliseconds in four bytes: up to 49 days.</summary>
internal static class Milliseconds
{
    /// <summary>Not given.</summary>
    public const uint None = uint.MaxValue;

    public static uint Of(double? seconds)
    {
        if (seconds is not { } value || !(value >= 0)) return None;
        return value >= (None - 1) / 1000.0 ? None - 1 : (uint)Math.Round(value * 1000);
    }

    public static double? ToSeconds(uint milliseconds) => milliseconds == None ? null : milliseconds / 1000.0;
}

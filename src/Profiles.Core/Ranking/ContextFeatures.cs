namespace Profiles.Core.Ranking;

/// <summary>The names of the context's features; models store them, so a name never changes its meaning.</summary>
public static class ContextFeatures
{
    private static readonly string[] All =
    [
        "always", "gap-10m", "gap-2h", "gap-1d", "gap", "history-length", "trend-taste", "trend-taste-recent",
        "age-taste", "no-history", "hour-sin", "hour-cos", "weekend", "device-tv", "device-mobile", "device-other",
    ];

    /// <summary>How many there are.</summary>
    public const int Count = 16;

    /// <summary>The names, in order of the enum.</summary>
    public static IReadOnlyList<string> Names => All;

    /// <summary>The name of a feature.</summary>
    public static string Name(this ContextFeature feature) => All[(int)feature];

    /// <summary>The group of a feature.</summary>
    public static ContextGroup Group(this ContextFeature feature) => feature switch
    {
        ContextFeature.HourSine or ContextFeature.HourCosine or ContextFeature.Weekend => ContextGroup.Hour,
        ContextFeature.DeviceTv or ContextFeature.DeviceMobile or ContextFeature.DeviceOther => ContextGroup.Device,
        _ => ContextGroup.Viewer,
    };

    /// <summary>The feature of a name.</summary>
    public static bool TryParse(string? name, out ContextFeature feature)
    {
        var index = Array.IndexOf(All, name);
        feature = (ContextFeature)Math.Max(index, 0);
        return index >= 0;
    }
}

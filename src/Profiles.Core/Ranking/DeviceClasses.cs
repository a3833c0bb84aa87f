namespace Profiles.Core.Ranking;

/// <summary>The kinds of devices by the texts that senders use for them.</summary>
public static class DeviceClasses
{
    private static readonly string[] Tvs = ["tv", "smart-tv", "smarttv", "connected-tv", "ctv", "set-top-box", "stb"];
    private static readonly string[] Mobiles = ["mobile", "phone", "smartphone", "tablet", "android", "ios"];

    /// <summary>The kind that the <c>device</c> of an event or a request names; case does not matter.</summary>
    public static DeviceClass Of(string? device) =>
        string.IsNullOrEmpty(device) ? DeviceClass.Unknown
        : IsOneOf(Tvs, device) ? DeviceClass.Tv
        : IsOneOf(Mobiles, device) ? DeviceClass.Mobile
        : DeviceClass.Other;

    private static bool IsOneOf(string[] names, string device)
    {
        foreach (var name in names)
            if (name.Equals(device, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}

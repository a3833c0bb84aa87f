namespace Profiles.Core.Slates;

/// <summary>The names of surfaces, sources and reasons, as they stand in JSON and in metrics.</summary>
public static class SlateNames
{
    private static readonly string[] SurfaceNames = ["home", "continue-watching", "live", "new", "trending"];

    private static readonly string[] SourceNames =
    [
        "continue-watching", "next-episode", "live-now", "live-next", "because-you-watched", "personal", "editorial",
        "trending", "new", "popular",
    ];

    private static readonly string[] ReasonNames =
    [
        "continue-watching", "next-episode", "live-now", "starts-at", "because-you-watched", "likes-genre", "taste",
        "same-series", "same-years", "trending", "popular", "new", "recent-release", "editorial", "exploration",
        "for-you",
    ];

    /// <summary>The surfaces, in order of the enum.</summary>
    public static IReadOnlyList<string> Surfaces => SurfaceNames;

    /// <summary>The sources, in order of the enum.</summary>
    public static IReadOnlyList<string> Sources => SourceNames;

    /// <summary>The name of a surface.</summary>
    public static string Name(this SlateSurface surface) => SurfaceNames[(int)surface];

    /// <summary>The name of a source.</summary>
    public static string Name(this SlateSource source) => SourceNames[(int)source];

    /// <summary>The name of a reason.</summary>
    public static string Name(this SlateReason reason) => ReasonNames[(int)reason];

    /// <summary>The surface of a name; exact, case matters.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out SlateSurface surface)
    {
        for (var i = 0; i < SurfaceNames.Length; i++)
        {
            if (!name.SequenceEqual(SurfaceNames[i])) continue;
            surface = (SlateSurface)i;
            return true;
        }

        surface = default;
        return false;
    }
}

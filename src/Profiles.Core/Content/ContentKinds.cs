namespace Profiles.Core.Content;

/// <summary>The names of the kinds of content, as they stand in JSON.</summary>
public static class ContentKinds
{
    private static readonly string[] Names = ["", "movie", "series", "episode", "live", "clip"];

    /// <summary>The name of a kind.</summary>
    public static string Name(this ContentKind kind) => Names[(int)kind];

    /// <summary>The kind of a name; exact, case matters.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out ContentKind kind)
    {
        for (var i = 1; i < Names.Length; i++)
        {
            if (!name.SequenceEqual(Names[i])) continue;
            kind = (ContentKind)i;
            return true;
        }

        kind = default;
        return false;
    }
}

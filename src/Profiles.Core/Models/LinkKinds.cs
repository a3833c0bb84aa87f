namespace Profiles.Core.Models;

/// <summary>The names of the kinds of links.</summary>
public static class LinkKinds
{
    /// <summary>How many kinds there are.</summary>
    public const int Count = 5;

    private static readonly string[] Names =
        ["transitions", "co-watched", "two-hop", "co-watched-lately", "same-session"];

    /// <summary>The name of a kind; it stands in file and parameter names.</summary>
    public static string Name(this LinkKind kind) => Names[(int)kind];
}

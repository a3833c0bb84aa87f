using Microsoft.AspNetCore.Http;

namespace Profiles.Api.Protocols;

/// <summary>The routes that pages and apps may call from where anybody can read their key.</summary>
internal static class FlagRoutes
{
    /// <summary>Where OpenFeature's clients ask.</summary>
    public const string Ofrep = "/ofrep";

    /// <summary>Where GrowthBook's clients read the payload.</summary>
    public const string Features = "/api/features";

    /// <summary>Where they follow it.</summary>
    public const string Stream = "/sub";

    /// <summary>Whether a path is one of them.</summary>
    public static bool Include(PathString path) =>
        path.StartsWithSegments(Ofrep, StringComparison.Ordinal)
        || path.StartsWithSegments(Features, StringComparison.Ordinal)
        || path.StartsWithSegments(Stream, StringComparison.Ordinal);
}

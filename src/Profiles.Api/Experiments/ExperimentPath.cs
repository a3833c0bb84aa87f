using Microsoft.AspNetCore.Http;
using Profiles.Api.Http;

namespace Profiles.Api.Experiments;

/// <summary>The key in a path such as <c>/v1/experiments/{key}</c> or <c>/v1/layers/{key}</c>.</summary>
internal static class ExperimentPath
{
    private const int KeySegment = 2;

    /// <summary>The key as it was meant, percent-decoded once.</summary>
    public static string KeyOf(HttpContext context, string routed) =>
        PathSegments.Decode(context, KeySegment) ?? routed;

    /// <summary>That no experiment has the key.</summary>
    public static Problem Unknown(string key) => new(
        StatusCodes.Status404NotFound, "unknown_experiment", $"There is no experiment '{key}'.");
}

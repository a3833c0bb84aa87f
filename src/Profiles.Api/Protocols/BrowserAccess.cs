using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Profiles.Api.Protocols;

/// <summary>What pages of other origins may do with flags.</summary>
internal static class BrowserAccess
{
    private static readonly TimeSpan PreflightAge = TimeSpan.FromHours(1);

    /// <summary>Lets the configured origins call, with keys but never with cookies.</summary>
    public static Action<CorsPolicyBuilder> Of(ProfilesApiOptions options) => policy => policy
        .WithOrigins([.. options.BrowserOrigins])
        .WithMethods("GET", "POST")
        .AllowAnyHeader()
        .WithExposedHeaders("ETag", "Retry-After", "x-sse-support")
        .SetPreflightMaxAge(PreflightAge);
}

using Microsoft.AspNetCore.Http;

namespace Profiles.Api.Http;

/// <summary>Whose data a request is about.</summary>
internal static class Tenancy
{
    private const string DefaultTenant = "default";

    /// <summary>The tenant of a request: one for all, until keys name theirs.</summary>
    public static string TenantOf(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return DefaultTenant;
    }
}

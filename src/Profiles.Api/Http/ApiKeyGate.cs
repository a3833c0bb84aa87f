using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Profiles.Api.Http;

/// <summary>Lets a request pass that presents a configured key; every request where none is configured.</summary>
internal sealed class ApiKeyGate
{
    private const string Bearer = "Bearer ";

    private readonly RequestDelegate _next;
    private readonly byte[][] _hashes;

    public ApiKeyGate(RequestDelegate next, IOptions<ProfilesApiOptions> options)
    {
        _next = next;
        _hashes = [.. options.Value.ApiKeys.Select(key => SHA256.HashData(Encoding.UTF8.GetBytes(key)))];
    }

    public Task InvokeAsync(HttpContext context)
    {
        if (_hashes.Length == 0 || context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
            || IsKnown(KeyOf(context.Request)))
            return _next(context);

        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"profiles\"";
        return new Problem(
            StatusCodes.Status401Unauthorized, "api_key",
            "Present an API key as 'X-API-Key: KEY' or 'Authorization: Bearer KEY'.").ExecuteAsync(context);
    }

    private static string? KeyOf(HttpRequest request)
    {
        if (request.Headers.TryGetValue("X-API-Key", out var key)) return key;
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[Bearer.Length..]
            : null;
    }

    // Hashes have one length and are compared in constant time, all of them: the time tells nothing about a key.
    private bool IsKnown(string? key)
    {
        if (string.IsNullOrEmpty(key)) return false;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        var known = false;
        foreach (var candidate in _hashes) known |= CryptographicOperations.FixedTimeEquals(candidate, hash);
        return known;
    }
}

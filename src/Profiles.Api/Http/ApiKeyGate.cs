using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Profiles.Api.Protocols;

namespace Profiles.Api.Http;

/// <summary>
/// Lets a request pass that presents a configured key; every request where none is configured. Client keys open the
/// protocols of flags alone, since whoever has the page or app has them.
/// </summary>
internal sealed class ApiKeyGate
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";

    // What a program serves for people to look at.
    private const string Pages = "/dashboard";

    // "/api/features/{clientKey}" and "/sub/{clientKey}"
    private const int FeaturesKeySegment = 2;
    private const int StreamKeySegment = 1;

    private readonly RequestDelegate _next;
    private readonly Entry[] _apiKeys;
    private readonly Entry[] _clientKeys;

    public ApiKeyGate(RequestDelegate next, IOptions<ProfilesApiOptions> options)
    {
        _next = next;
        var ciphers = options.Value.DecryptionKeys;
        _apiKeys = [.. options.Value.ApiKeys.Select(key => Entry.Of(key, ciphers.GetValueOrDefault(key)))];
        _clientKeys = [.. options.Value.ClientKeys.Select(key => Entry.Of(key, ciphers.GetValueOrDefault(key)))];
    }

    public Task InvokeAsync(HttpContext context)
    {
        if (_apiKeys.Length + _clientKeys.Length == 0
            || context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal) || IsOpen(context))
            return _next(context);

        context.Response.Headers.WWWAuthenticate = $"{(IsPage(context.Request) ? Basic : Bearer)}realm=\"profiles\"";
        return new Problem(
            StatusCodes.Status401Unauthorized, "api_key",
            "Present an API key as 'X-API-Key: KEY' or 'Authorization: Bearer KEY'.").ExecuteAsync(context);
    }

    // A browser can only ask its user for a password, and then sends it by itself: it opens what changes nothing.
    private static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path.StartsWithSegments(Pages, StringComparison.Ordinal);

    private bool IsOpen(HttpContext context)
    {
        var isOfFlags = FlagRoutes.Include(context.Request.Path);
        var key = KeyOf(context.Request) ?? (isOfFlags ? PathKeyOf(context) : null);
        var known = key is null ? null : Find(_apiKeys, key) ?? (isOfFlags ? Find(_clientKeys, key) : null);
        if (known is not null)
        {
            context.Features.Set(known.Token);
            context.Features.Set(known.Cipher);
            return true;
        }

        return context.Request.Path == OfrepEndpoints.EventsPath && IsToken(context.Request.Query["token"].ToString());
    }

    private static string? KeyOf(HttpRequest request)
    {
        if (request.Headers.TryGetValue("X-API-Key", out var key)) return key;
        var authorization = request.Headers.Authorization.ToString();
        if (IsPage(request) && authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
            return PasswordOf(authorization[Basic.Length..]);
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[Bearer.Length..]
            : null;
    }

    private static string? PasswordOf(string credentials)
    {
        var bytes = new byte[credentials.Length];
        if (!Convert.TryFromBase64String(credentials, bytes, out var length)) return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : text[(colon + 1)..];
    }

    private static string? PathKeyOf(HttpContext context) =>
        context.Request.Path.StartsWithSegments(FlagRoutes.Features, StringComparison.Ordinal)
            ? PathSegments.Decode(context, FeaturesKeySegment)
            : context.Request.Path.StartsWithSegments(FlagRoutes.Stream, StringComparison.Ordinal)
                ? PathSegments.Decode(context, StreamKeySegment)
                : null;

    // Hashes have one length and are compared in constant time, all of them: the time tells nothing about a key.
    private static Entry? Find(Entry[] entries, string key)
    {
        if (key.Length == 0) return null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        Entry? found = null;
        foreach (var candidate in entries)
            if (CryptographicOperations.FixedTimeEquals(candidate.Hash, hash)) found = candidate;
        return found;
    }

    private bool IsToken(string token)
    {
        var sent = Encoding.UTF8.GetBytes(token);
        var known = false;
        foreach (var entry in _apiKeys.Concat(_clientKeys))
            known |= CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(entry.Token.Text), sent);
        return known;
    }

    private sealed record Entry(byte[] Hash, StreamToken Token, PayloadKey? Cipher)
    {
        public static Entry Of(string key, string? cipher)
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
            return new Entry(hash, StreamToken.Of(hash), cipher is null ? null : new PayloadKey(cipher));
        }
    }
}

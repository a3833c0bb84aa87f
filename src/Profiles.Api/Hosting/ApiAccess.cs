using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Profiles.Core.Experiments.Flags;

namespace Profiles.Api.Hosting;

/// <summary>Who may call the API, as the environment of a program says.</summary>
public sealed class ApiAccess
{
    /// <summary>The environment variable with the API keys, separated by commas.</summary>
    public const string KeysVariable = "PROFILES_API_KEYS";

    /// <summary>
    /// The environment variable with further keys, for pages and apps, that open the protocols of flags alone.
    /// </summary>
    public const string ClientKeysVariable = "PROFILES_CLIENT_KEYS";

    /// <summary>The environment variable with what payloads for those are encrypted with.</summary>
    public const string DecryptionKeysVariable = "PROFILES_DECRYPTION_KEYS";

    private readonly ImmutableArray<string> _keys;
    private readonly ImmutableArray<string> _clientKeys;
    private readonly ImmutableDictionary<string, string> _decryptionKeys;

    private ApiAccess(
        ImmutableArray<string> keys, ImmutableArray<string> clientKeys,
        ImmutableDictionary<string, string> decryptionKeys)
    {
        _keys = keys;
        _clientKeys = clientKeys;
        _decryptionKeys = decryptionKeys;
    }

    /// <summary>Reads the variables.</summary>
    /// <param name="variable">Gives a variable by its name; null where it is not set.</param>
    /// <exception cref="ValidationException">One of them is wrong; the message names it, and tells no key.</exception>
    public static ApiAccess Read(Func<string, string?> variable)
    {
        ImmutableArray<string> keys = [.. List(variable(KeysVariable))];
        ImmutableArray<string> clientKeys = [.. List(variable(ClientKeysVariable))];
        if (!clientKeys.IsEmpty && keys.IsEmpty)
        {
            throw new ValidationException(
                $"{ClientKeysVariable} is set, and no API key is left for the other routes: set {KeysVariable} too.");
        }

        return new ApiAccess(
            keys, clientKeys, DecryptionKeys(variable(DecryptionKeysVariable), [.. clientKeys, .. keys]));
    }

    /// <summary>What stands between commas.</summary>
    public static IReadOnlyList<string> List(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>
    /// Refuses addresses that other machines reach where no key is configured: whoever reaches one could read every
    /// profile.
    /// </summary>
    /// <exception cref="ValidationException">One of them is such an address; the message names it.</exception>
    public void RefuseOpen(IEnumerable<string> urls)
    {
        if (!_keys.IsEmpty) return;
        foreach (var url in urls)
        {
            if (ListenAddress.TryRead(url, out var isLoopback) && isLoopback) continue;
            throw new ValidationException(
                $"{url} can be reached from other machines and no API key is configured: set {KeysVariable}, or "
                + "listen on 127.0.0.1.");
        }
    }

    /// <summary>Has the API ask for the keys.</summary>
    public void Apply(ProfilesApiOptions options)
    {
        options.ApiKeys = _keys;
        options.ClientKeys = _clientKeys;
        options.DecryptionKeys = _decryptionKeys;
    }

    /// <summary>What payloads are encrypted with, by the key of the page or app: <c>KEY:BASE64,...</c>.</summary>
    /// <param name="text">The text of the variable.</param>
    /// <param name="keys">The keys that there are.</param>
    internal static ImmutableDictionary<string, string> DecryptionKeys(
        string? text, IReadOnlyCollection<string> keys)
    {
        var ciphers = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var pair in List(text))
        {
            // No base64 has a colon, but a key may.
            var colon = pair.LastIndexOf(':');
            if (colon < 0 || !keys.Contains(pair[..colon]) || !PayloadCipher.IsKey(pair[(colon + 1)..]))
            {
                throw new ValidationException(
                    $"Part {ciphers.Count + 1} of {DecryptionKeysVariable} is not KEY:BASE64, with a key of "
                    + $"{ClientKeysVariable} and 16, 24 or 32 bytes in base64.");
            }

            ciphers[pair[..colon]] = pair[(colon + 1)..];
        }

        return ciphers.ToImmutable();
    }
}

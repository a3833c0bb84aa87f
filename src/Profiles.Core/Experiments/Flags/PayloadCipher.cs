using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Profiles.Core.Experiments.Flags;

/// <summary>Payloads that are encrypted for a client: AES in CBC mode, as <c>BASE64 of IV.BASE64 of text</c>.</summary>
public static class PayloadCipher
{
    /// <summary>How many bytes an initialization vector has.</summary>
    public const int IvBytes = 16;

    private const int MaxKeyBytes = 32;

    private static readonly string[] Members = ["features", "experiments", "savedGroups", "contextualBandits"];

    /// <summary>The text; null where it cannot be decrypted with the key.</summary>
    /// <param name="encrypted">What was encrypted.</param>
    /// <param name="key">The key, in base64.</param>
    public static string? Decrypt(string encrypted, string key)
    {
        var parts = encrypted.Split('.');
        if (parts.Length < 2) return null;
        try
        {
            using var aes = Aes.Create();
            aes.Key = Convert.FromBase64String(key);
            var text = aes.DecryptCbc(Convert.FromBase64String(parts[1]), Convert.FromBase64String(parts[0]));
            return Encoding.UTF8.GetString(text);
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether a text is a key: 16, 24 or 32 bytes in base64.</summary>
    public static bool IsKey(string key)
    {
        Span<byte> bytes = stackalloc byte[MaxKeyBytes + 1];
        return Convert.TryFromBase64String(key, bytes, out var length) && length is 16 or 24 or MaxKeyBytes;
    }

    /// <summary>A text, encrypted.</summary>
    /// <param name="text">The text in UTF-8.</param>
    /// <param name="key">The key, in base64.</param>
    /// <param name="iv">16 bytes that nobody can foresee, others for each text.</param>
    /// <exception cref="FormatException">The key is no base64.</exception>
    /// <exception cref="CryptographicException">The key is not of 16, 24 or 32 bytes.</exception>
    public static string Encrypt(ReadOnlySpan<byte> text, string key, ReadOnlySpan<byte> iv)
    {
        using var aes = Aes.Create();
        aes.Key = Convert.FromBase64String(key);
        return $"{Convert.ToBase64String(iv)}.{Convert.ToBase64String(aes.EncryptCbc(text, iv))}";
    }

    /// <summary>The payload with what is encrypted in it as plain members, where the key fits.</summary>
    internal static string DecryptMembers(JsonElement payload, string key)
    {
        if (JsonSerializer.SerializeToNode(payload) is not JsonObject plain) return payload.GetRawText();
        foreach (var member in Members)
        {
            var written = $"encrypted{char.ToUpperInvariant(member[0])}{member[1..]}";
            if (payload.TextOf(written) is not { } encrypted || Decrypt(encrypted, key) is not { } text) continue;
            try
            {
                plain[member] = JsonNode.Parse(text);
            }
            catch (JsonException)
            {
                // As the SDKs do: a member that is no JSON once decrypted is left out.
            }
        }

        return plain.ToJsonString();
    }
}

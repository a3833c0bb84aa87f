using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Profiles.Core.Experiments.Flags;

namespace Profiles.Api.Protocols;

/// <summary>A plan as GrowthBook's clients are sent it. Immutable.</summary>
/// <param name="Body">The payload with its status and date.</param>
/// <param name="Message">The server-sent event that brings it.</param>
internal sealed record GrowthBookPayload(ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Message)
{
    /// <summary>The payload <c>{"features":{...}}</c> of a plan, with what a client reads besides.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="version">Its version.</param>
    /// <param name="updated">When the flags changed.</param>
    /// <param name="key">What it is encrypted with; null for not at all.</param>
    public static GrowthBookPayload Of(
        ReadOnlyMemory<byte> payload, string version, DateTimeOffset updated, PayloadKey? key)
    {
        // Line breaks stand between its values only, as their owners wrote them, and would end a message.
        var members = key is null
            ? Encoding.UTF8.GetString(payload.Span[1..^1]).Replace('\n', ' ').Replace('\r', ' ')
            : $"\"features\":{{}},\"encryptedFeatures\":\"{Encrypt(payload, key)}\"";
        var date = updated.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var body = $"{{\"status\":200,{members},\"dateUpdated\":\"{date}\"}}";
        return new GrowthBookPayload(
            Encoding.UTF8.GetBytes(body),
            Encoding.UTF8.GetBytes($"id: {version}\nevent: features\ndata: {body}\n\n"));
    }

    private static string Encrypt(ReadOnlyMemory<byte> payload, PayloadKey key)
    {
        using var json = JsonDocument.Parse(payload);
        var features = Encoding.UTF8.GetBytes(json.RootElement.GetProperty("features").GetRawText());
        return PayloadCipher.Encrypt(features, key.Text, RandomNumberGenerator.GetBytes(PayloadCipher.IvBytes));
    }
}

using System.Security.Cryptography;

namespace Profiles.Api.Protocols;

/// <summary>
/// Opens the streams and nothing else, for whoever presented a key: browsers send no header when they open one. It is
/// made of the key, the same on every host, and does not tell it.
/// </summary>
/// <param name="Text">The token, 32 hexadecimal digits.</param>
internal sealed record StreamToken(string Text)
{
    /// <summary>The token of a key.</summary>
    /// <param name="keyHash">The hash of the key.</param>
    public static StreamToken Of(ReadOnlySpan<byte> keyHash) =>
        new(Convert.ToHexStringLower(HMACSHA256.HashData(keyHash, "profiles event streams"u8))[..32]);
}

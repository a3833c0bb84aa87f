namespace Profiles.Api.Protocols;

/// <summary>What GrowthBook payloads are encrypted with for the key that a request presented.</summary>
/// <param name="Text">The key of the cipher, in base64.</param>
internal sealed record PayloadKey(string Text);

namespace Profiles.Api.Units;

/// <summary>What holds now, and the token by which a read sees it.</summary>
internal sealed record LinkAnswer(string UserId, string DeviceId, string Token);

namespace Profiles.Api.Units;

/// <summary>The device to link.</summary>
internal sealed record LinkRequest(string DeviceId);

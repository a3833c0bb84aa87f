namespace Profiles.Api.Slates;

/// <summary>Contents to put in order, for a user or a device.</summary>
internal sealed record RankBody(
    IReadOnlyList<string> ContentIds, string? UserId = null, string? DeviceId = null, string? Device = null,
    string? Territory = null);

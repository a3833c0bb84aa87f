namespace Profiles.Api.Models;

/// <summary>The version that is to score in the shadow; null for none.</summary>
internal sealed record ShadowBody(string? Version = null);

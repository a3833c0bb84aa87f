namespace Profiles.Api.Operations;

/// <summary>That the process is well.</summary>
internal sealed record HealthAnswer(string Status);

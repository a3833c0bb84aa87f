namespace Profiles.Api.Protocols;

/// <summary>An error of OpenFeature's protocol, for the description of the API.</summary>
internal sealed record OfrepErrorAnswer(string? Key, string ErrorCode, string ErrorDetails);

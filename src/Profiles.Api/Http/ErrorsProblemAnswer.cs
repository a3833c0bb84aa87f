namespace Profiles.Api.Http;

/// <summary>A problem with everything that is wrong with what was sent.</summary>
internal sealed record ErrorsProblemAnswer(
    string Type, string Title, int Status, string Code, string Detail, IReadOnlyList<PlacedError> Errors);

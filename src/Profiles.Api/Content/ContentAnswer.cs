namespace Profiles.Api.Content;

/// <summary>A content as <c>ContentJson</c> writes it, for the description of the API.</summary>
internal sealed record ContentAnswer(
    string Id, string Kind, string Title, IReadOnlyList<string> Genres, IReadOnlyList<string> Tags, string? SeriesId,
    int? Season, int? Episode, DateTimeOffset? ReleasedAt, DateTimeOffset? AvailableFrom,
    DateTimeOffset? AvailableUntil, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, IReadOnlyList<string> Territories,
    string? Maturity, double? DurationSeconds);

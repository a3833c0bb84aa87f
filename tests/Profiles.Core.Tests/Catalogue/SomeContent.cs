using System.Collections.Immutable;
using Profiles.Core.Content;

namespace Profiles.Core.Tests.Catalogue;

/// <summary>Contents for tests, with no more than what the test is about.</summary>
internal static class SomeContent
{
    public static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    public static ContentItem Movie(string id, params ImmutableArray<string> genres) =>
        new() { Id = id, Kind = ContentKind.Movie, Title = id, Genres = genres };

    public static ContentItem Episode(string id, string series, int? season, int? episode) => new()
    {
        Id = id, Kind = ContentKind.Episode, Title = id, SeriesId = series, Season = season, Episode = episode,
    };

    public static ContentItem Live(string id, DateTimeOffset start, DateTimeOffset? end) =>
        new() { Id = id, Kind = ContentKind.Live, Title = id, StartsAt = start, EndsAt = end };
}

using System.Collections.Immutable;

namespace Profiles.Core.Content;

/// <summary>
/// What can be watched, as the catalogue knows it. Immutable. The contract calls it content; the type is not named so
/// only because its namespace is.
/// </summary>
public sealed record ContentItem
{
    /// <summary>The content's id; leading zeros are part of it.</summary>
    public required string Id { get; init; }

    /// <summary>What kind of content.</summary>
    public required ContentKind Kind { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>Genres, as the catalogue names them.</summary>
    public ImmutableArray<string> Genres { get; init; } = [];

    /// <summary>Tags: teams, people, moods, anything finer than a genre.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The series it belongs to.</summary>
    public string? SeriesId { get; init; }

    /// <summary>The season's number, from 0.</summary>
    public int? Season { get; init; }

    /// <summary>The episode's number within the season, from 0.</summary>
    public int? Episode { get; init; }

    /// <summary>When it was first released.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>From when it may be shown; null for always.</summary>
    public DateTimeOffset? AvailableFrom { get; init; }

    /// <summary>Until when it may be shown, exclusive; null for ever.</summary>
    public DateTimeOffset? AvailableUntil { get; init; }

    /// <summary>When a live event starts.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>When a live event ends.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Where it may be shown; empty for everywhere.</summary>
    public ImmutableArray<string> Territories { get; init; } = [];

    /// <summary>The maturity rating, as the catalogue names it.</summary>
    public string? Maturity { get; init; }

    /// <summary>How long it is, in seconds.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>What the fold needs of it.</summary>
    public ContentTraits Traits() => new(Id, Kind, Genres, Tags, SeriesId);

    /// <summary>Equal in every field; lists by their items in order.</summary>
    public bool Equals(ContentItem? other) =>
        other is not null
        && Id == other.Id && Kind == other.Kind && Title == other.Title
        && Same(Genres, other.Genres) && Same(Tags, other.Tags) && Same(Territories, other.Territories)
        && SeriesId == other.SeriesId && Season == other.Season && Episode == other.Episode
        && ReleasedAt == other.ReleasedAt && AvailableFrom == other.AvailableFrom
        && AvailableUntil == other.AvailableUntil && StartsAt == other.StartsAt && EndsAt == other.EndsAt
        && Maturity == other.Maturity && Nullable.Equals(DurationSeconds, other.DurationSeconds);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Kind, Title);

    private static bool Same(ImmutableArray<string> left, ImmutableArray<string> right) =>
        left.AsSpan().SequenceEqual(right.AsSpan());
}

using Profiles.Core.Content;

namespace Profiles.Core.Catalogue;

/// <summary>
/// One version of a content with what serving reads of it again and again, worked out once. Immutable.
/// </summary>
/// <remarks>Times are milliseconds since 1970-01-01 UTC.</remarks>
public sealed class ContentEntry
{
    /// <summary>How long a live event without an end and a duration is taken to last.</summary>
    public static readonly TimeSpan AssumedLiveLength = TimeSpan.FromHours(4);

    private readonly uint[] _genreKeys;

    internal ContentEntry(ContentItem item, int number, int seriesNumber, int revision, ContentTraits traits)
    {
        Item = item;
        Number = number;
        SeriesNumber = seriesNumber;
        Revision = revision;
        Traits = traits;
        Kind = item.Kind;
        ContentHash = traits.ContentHash;
        Vector = ContentVector.Of(item);
        AvailableFromMs = item.AvailableFrom?.ToUnixTimeMilliseconds() ?? long.MinValue;
        AvailableUntilMs = item.AvailableUntil?.ToUnixTimeMilliseconds() ?? long.MaxValue;
        ReleasedAtMs = item.ReleasedAt?.ToUnixTimeMilliseconds() ?? long.MinValue;
        StartsAtMs = item.StartsAt?.ToUnixTimeMilliseconds() ?? long.MinValue;
        EndsAtMs = item.EndsAt?.ToUnixTimeMilliseconds() ?? AssumedEnd(item);
        MaturityAge = MaturityRatings.AgeOf(item.Maturity);
        NewAtMs = Math.Max(ReleasedAtMs, AvailableFromMs);
        _genreKeys = item.Genres.Length == 0 ? [] : new uint[item.Genres.Length];
        for (var i = 0; i < _genreKeys.Length; i++)
            _genreKeys[i] = ContentVector.KeyOf(ContentFeature.Genre, item.Genres[i]);
    }

    /// <summary>The content.</summary>
    public ContentItem Item { get; }

    /// <summary>Its id.</summary>
    public string Id => Item.Id;

    /// <summary>What kind of content it is.</summary>
    public ContentKind Kind { get; }

    /// <summary>The hash of its id, by which profiles remember what was watched.</summary>
    public ulong ContentHash { get; }

    /// <summary>Its number in this process.</summary>
    public int Number { get; }

    /// <summary>
    /// The number of the series it belongs to; of a series, its own; <see cref="ContentNumbers.None"/> for none.
    /// </summary>
    public int SeriesNumber { get; }

    /// <summary>The revision of the catalogue that it is.</summary>
    public int Revision { get; }

    /// <summary>What the fold needs of it.</summary>
    public ContentTraits Traits { get; }

    /// <summary>What it is like.</summary>
    public ContentVector Vector { get; }

    /// <summary>From when it may be shown; <see cref="long.MinValue"/> for always.</summary>
    public long AvailableFromMs { get; }

    /// <summary>Until when it may be shown, exclusive; <see cref="long.MaxValue"/> for ever.</summary>
    public long AvailableUntilMs { get; }

    /// <summary>When it was released; <see cref="long.MinValue"/> where that is not known.</summary>
    public long ReleasedAtMs { get; }

    /// <summary>When a live event starts; <see cref="long.MinValue"/> for none.</summary>
    public long StartsAtMs { get; }

    /// <summary>
    /// When a live event ends: as given, or its duration after the start, or <see cref="AssumedLiveLength"/> after it;
    /// <see cref="long.MaxValue"/> where there is no start either.
    /// </summary>
    public long EndsAtMs { get; }

    /// <summary>
    /// Since when viewers can know it: the later of release and availability; <see cref="long.MinValue"/> where
    /// neither is known.
    /// </summary>
    public long NewAtMs { get; }

    /// <summary>The age of its rating; <see cref="MaturityRatings.StrictestAge"/> where that is not known.</summary>
    public int MaturityAge { get; }

    /// <summary>The components of <see cref="Vector"/> that are its genres, in the order of the content.</summary>
    public ReadOnlySpan<uint> GenreKeys => _genreKeys;

    /// <summary>Whether it is a live event with a start.</summary>
    public bool IsLive => Kind == ContentKind.Live && StartsAtMs != long.MinValue;

    private static long AssumedEnd(ContentItem item)
    {
        if (item.StartsAt is not { } start) return long.MaxValue;
        var length = item.DurationSeconds is { } seconds
            ? (long)(seconds * 1000)
            : (long)AssumedLiveLength.TotalMilliseconds;
        return start.ToUnixTimeMilliseconds() + length;
    }
}

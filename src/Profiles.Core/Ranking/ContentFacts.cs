using Profiles.Core.Catalogue;

namespace Profiles.Core.Ranking;

/// <summary>What the scorer reads of one content.</summary>
internal readonly ref struct ContentFacts(
    long releasedAtMs, int series, int genres, ReadOnlySpan<uint> keys, ReadOnlySpan<float> weights)
{
    /// <summary>Of a content that the catalogue does not have.</summary>
    public static ContentFacts None => new(long.MinValue, ContentNumbers.None, 0, [], []);

    public readonly long ReleasedAtMs = releasedAtMs;
    public readonly int Series = series;
    public readonly int Genres = genres;
    public readonly ReadOnlySpan<uint> Keys = keys;
    public readonly ReadOnlySpan<float> Weights = weights;

    public static ContentFacts Of(ContentEntry? entry) => entry is null
        ? None
        : new ContentFacts(
            entry.ReleasedAtMs, entry.SeriesNumber, DistinctOf(entry.GenreKeys), entry.Vector.Keys,
            entry.Vector.Weights);

    /// <summary>How many genres there are; a catalogue may name one twice.</summary>
    public static int DistinctOf(ReadOnlySpan<uint> genres)
    {
        var distinct = 0;
        for (var i = 0; i < genres.Length; i++)
            if (!genres[..i].Contains(genres[i])) distinct++;
        return distinct;
    }
}

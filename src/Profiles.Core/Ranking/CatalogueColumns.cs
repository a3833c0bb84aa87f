using Profiles.Core.Catalogue;

namespace Profiles.Core.Ranking;

/// <summary>
/// What the scorer reads of contents, column by column by number, as of one version of the catalogue: for when all of
/// it is ranked. Where a few are, their entries are read. Immutable.
/// </summary>
internal sealed class CatalogueColumns
{
    private readonly long[] _releasedAtMs;
    private readonly int[] _series;
    private readonly int[] _genres;
    private readonly int[] _starts;
    private readonly uint[] _keys;
    private readonly float[] _weights;

    public CatalogueColumns(ContentIndex contents)
    {
        Version = contents.Version;
        var entries = new ContentEntry?[contents.Numbers.Count];
        for (var number = 0; number < entries.Length; number++) entries[number] = contents[number];
        var components = entries.Sum(entry => entry?.Vector.Keys.Length ?? 0);
        (_keys, _weights) = (new uint[components], new float[components]);
        _releasedAtMs = Array.ConvertAll(entries, entry => entry?.ReleasedAtMs ?? long.MinValue);
        _series = Array.ConvertAll(entries, entry => entry?.SeriesNumber ?? ContentNumbers.None);
        _genres = Array.ConvertAll(entries, entry => entry is null ? 0 : ContentFacts.DistinctOf(entry.GenreKeys));
        _starts = new int[entries.Length + 1];
        for (var number = 0; number < entries.Length; number++)
        {
            var start = _starts[number];
            _starts[number + 1] = start;
            if (entries[number] is not { } entry) continue;
            entry.Vector.Keys.CopyTo(_keys.AsSpan(start));
            entry.Vector.Weights.CopyTo(_weights.AsSpan(start));
            _starts[number + 1] += entry.Vector.Keys.Length;
        }
    }

    /// <summary>The version of the catalogue.</summary>
    public long Version { get; }

    public ContentFacts this[int number] => (uint)number < (uint)_series.Length
        ? new ContentFacts(
            _releasedAtMs[number], _series[number], _genres[number],
            _keys.AsSpan(_starts[number].._starts[number + 1]), _weights.AsSpan(_starts[number].._starts[number + 1]))
        : ContentFacts.None;
}

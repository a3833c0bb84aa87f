using Profiles.Core.Content;
using Profiles.Core.Hashing;

namespace Profiles.Core.Catalogue;

/// <summary>
/// What a content is like, known from the moment it is in the catalogue: a sparse vector of length 1 over hashed
/// genres, tags, series and words of the title. Immutable. Two keys share a component with a chance of one in 2^32,
/// where their weights add up.
/// </summary>
public sealed class ContentVector
{
    /// <summary>The most words of a title that count, the first ones.</summary>
    public const int MaxTitleWords = 12;

    private const int MinWordLength = 3;

    // By ContentFeature. A series ties its episodes together, a genre is broad, a word of a title is a hint.
    private static readonly float[] FeatureWeights = [0, 1f, 0.7f, 2f, 0.25f];

    private readonly uint[] _keys;
    private readonly float[] _weights;

    private ContentVector(uint[] keys, float[] weights)
    {
        _keys = keys;
        _weights = weights;
    }

    /// <summary>The vector of nothing: no component, length 0.</summary>
    public static ContentVector Empty { get; } = new([], []);

    /// <summary>The hashed components, in ascending order.</summary>
    public ReadOnlySpan<uint> Keys => _keys;

    /// <summary>The weight of each component, in the order of <see cref="Keys"/>; their squares sum to 1.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>The component of a genre, tag, series or word; the same in every process.</summary>
    public static uint KeyOf(ContentFeature feature, ReadOnlySpan<char> text) =>
        (uint)StableHash.Hash64(text, (uint)feature);

    /// <summary>What a component of this feature weighs before the vector is brought to length 1.</summary>
    public static float WeightOf(ContentFeature feature) => FeatureWeights[(int)feature];

    /// <summary>The vector of a content.</summary>
    public static ContentVector Of(ContentItem item)
    {
        var max = item.Genres.Length + item.Tags.Length + 1 + MaxTitleWords;
        var keys = new uint[max];
        var weights = new float[max];
        var count = 0;
        foreach (var genre in item.Genres) Add(ContentFeature.Genre, genre);
        foreach (var tag in item.Tags) Add(ContentFeature.Tag, tag);
        if ((item.SeriesId ?? (item.Kind == ContentKind.Series ? item.Id : null)) is { } series)
            Add(ContentFeature.Series, series);
        AddWords(item.Title);
        return Of(keys.AsSpan(0, count), weights.AsSpan(0, count));

        void Add(ContentFeature feature, ReadOnlySpan<char> text)
        {
            keys[count] = KeyOf(feature, text);
            weights[count++] = WeightOf(feature);
        }

        void AddWords(string title)
        {
            var words = 0;
            var start = 0;
            for (var i = 0; i <= title.Length && words < MaxTitleWords; i++)
            {
                if (i < title.Length && char.IsLetterOrDigit(title[i])) continue;
                if (i - start >= MinWordLength)
                {
                    Add(ContentFeature.TitleWord, title[start..i].ToLowerInvariant());
                    words++;
                }

                start = i + 1;
            }
        }
    }

    /// <summary>
    /// The vector of weighted components in any order, brought to length 1; equal components add up. The spans are
    /// sorted in place.
    /// </summary>
    public static ContentVector Of(Span<uint> keys, Span<float> weights)
    {
        if (keys.Length == 0) return Empty;
        keys.Sort(weights);
        var count = 1;
        for (var i = 1; i < keys.Length; i++)
        {
            if (keys[i] == keys[count - 1])
            {
                weights[count - 1] += weights[i];
                continue;
            }

            keys[count] = keys[i];
            weights[count++] = weights[i];
        }

        var squares = 0.0;
        for (var i = 0; i < count; i++) squares += (double)weights[i] * weights[i];
        if (squares == 0) return Empty;
        var scale = 1 / Math.Sqrt(squares);
        for (var i = 0; i < count; i++) weights[i] = (float)(weights[i] * scale);
        return new ContentVector(keys[..count].ToArray(), weights[..count].ToArray());
    }

    /// <summary>The cosine of two vectors, from 0 to 1 where no weight is negative; 0 where one is empty.</summary>
    public float Dot(ContentVector other)
    {
        ReadOnlySpan<uint> left = _keys;
        ReadOnlySpan<uint> right = other._keys;
        var sum = 0.0;
        var i = 0;
        var j = 0;
        while (i < left.Length && j < right.Length)
        {
            var (x, y) = (left[i], right[j]);
            if (x == y) sum += (double)_weights[i] * other._weights[j];
            if (x <= y) i++;
            if (y <= x) j++;
        }

        return (float)sum;
    }
}

using System.Text.Json;
using Profiles.Core.Catalogue;
using Profiles.Core.Ranking;

namespace Profiles.Core.Models;

/// <summary>
/// The weights of the scorer. A signal's weight is linear in the context, so that a trend can count for more in
/// the middle of a binge than after a month:
/// <code>
/// weight(s, context) = Σ_c W[s, c] · context[c]
/// score(content)     = Σ_s weight(s, context) · signal(s, content)
/// </code>
/// Immutable.
/// </summary>
public sealed class RankerWeights
{
    /// <summary>The share of a genre that is not named.</summary>
    public const float UnknownGenreShare = 0.02f;

    private readonly Dictionary<uint, float> _shareByKey = [];
    private readonly float[] _weights;
    private readonly float[] _means;

    /// <summary>Creates weights.</summary>
    /// <param name="weights">
    /// <see cref="RankingSignals.Count"/> rows of <see cref="ContextFeatures.Count"/> weights, in order of the enums.
    /// </param>
    /// <param name="means">Each signal's mean over the contents that it was fitted on.</param>
    /// <param name="genreShares">
    /// What part of what everyone watches each genre is; each above 0, up to 1. A genre that is missing is taken for
    /// <see cref="UnknownGenreShare"/>.
    /// </param>
    /// <param name="scoreDeviation">
    /// How far the scores of the contents that it was fitted on lie apart: their standard deviation within one choice;
    /// 0 where it is not known.
    /// </param>
    public RankerWeights(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> means, IReadOnlyDictionary<string, float>? genreShares = null,
        float scoreDeviation = 0)
    {
        if (!float.IsFinite(scoreDeviation) || scoreDeviation < 0)
            throw new ArgumentOutOfRangeException(nameof(scoreDeviation), scoreDeviation, "Not a deviation.");
        ScoreDeviation = scoreDeviation;
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, RankingSignals.Count * ContextFeatures.Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(means.Length, RankingSignals.Count);
        _weights = weights.ToArray();
        _means = means.ToArray();
        GenreShares = genreShares is null
            ? new SortedDictionary<string, float>(StringComparer.Ordinal)
            : new SortedDictionary<string, float>(genreShares.ToDictionary(), StringComparer.Ordinal);
        foreach (var (genre, share) in GenreShares)
        {
            if (!(share is > 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(genreShares), share, $"The share of {genre}.");
            _shareByKey[ContentVector.KeyOf(ContentFeature.Genre, genre)] = share;
        }
    }

    /// <summary>Row by row, a signal each.</summary>
    public ReadOnlySpan<float> Values => _weights;

    /// <summary>Each signal's mean over the contents that it was fitted on.</summary>
    public ReadOnlySpan<float> Means => _means;

    /// <summary>
    /// The standard deviation of the scores of what it was fitted on, within one choice; 0 where it is not known.
    /// </summary>
    public float ScoreDeviation { get; }

    /// <summary>What part of what everyone watches each genre is, by its name.</summary>
    public IReadOnlyDictionary<string, float> GenreShares { get; }

    /// <summary>The weight of a signal where a feature of the context is 1 and no other counts.</summary>
    public float this[RankingSignal signal, ContextFeature feature] =>
        _weights[(int)signal * ContextFeatures.Count + (int)feature];

    /// <summary>Whether any context gives the signal a weight.</summary>
    public bool Uses(RankingSignal signal) =>
        _weights.AsSpan((int)signal * ContextFeatures.Count, ContextFeatures.Count).ContainsAnyExcept(0f);

    /// <summary>Every signal's weight in a context.</summary>
    /// <param name="context">As many values as there are context features.</param>
    /// <param name="weights">As many as there are signals; overwritten.</param>
    public void In(ReadOnlySpan<float> context, Span<float> weights)
    {
        for (var signal = 0; signal < RankingSignals.Count; signal++)
        {
            var row = _weights.AsSpan(signal * ContextFeatures.Count, ContextFeatures.Count);
            var sum = 0f;
            for (var feature = 0; feature < row.Length; feature++) sum += row[feature] * context[feature];
            weights[signal] = sum;
        }
    }

    /// <summary>The weights as JSON in UTF-8, by name; signals without weight are left out.</summary>
    public byte[] Write()
    {
        var signals = Enumerable.Range(0, RankingSignals.Count)
            .Where(signal => Uses((RankingSignal)signal) || _means[signal] != 0)
            .Select(signal => new RankerDocument.SignalWeights(
                ((RankingSignal)signal).Name(), _means[signal],
                _weights.AsSpan(signal * ContextFeatures.Count, ContextFeatures.Count).ToArray()));
        return JsonSerializer.SerializeToUtf8Bytes(
            new RankerDocument
            {
                Context = [.. ContextFeatures.Names], Signals = [.. signals], Genres = GenreShares,
                ScoreDeviation = ScoreDeviation > 0 ? ScoreDeviation : null,
            },
            ModelJson.Default.RankerDocument);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, of this build or one before it.</summary>
    /// <exception cref="ModelRefusedException">It is damaged, or names signals that this build does not have.
    /// </exception>
    public static RankerWeights Read(ReadOnlySpan<byte> json)
    {
        RankerDocument document;
        try
        {
            document = JsonSerializer.Deserialize(json, ModelJson.Default.RankerDocument)
                ?? throw Damaged("it is null");
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw Damaged(fault.Message, fault);
        }

        if (document.Context is null || document.Signals?.Contains(null!) != false) throw Damaged("a list is null");
        var weights = new float[RankingSignals.Count * ContextFeatures.Count];
        var means = new float[RankingSignals.Count];
        var features = document.Context.Select(name => ContextFeatures.TryParse(name, out var feature)
            ? feature : throw Unknown("context feature", name)).ToArray();
        foreach (var (name, mean, values) in document.Signals)
        {
            if (!RankingSignals.TryParse(name, out var signal)) throw Unknown("signal", name);
            if (values?.Length != features.Length || !float.IsFinite(mean) || !values.All(float.IsFinite))
                throw Damaged($"the weights of {name} are not {features.Length} numbers");
            means[(int)signal] = mean;
            for (var i = 0; i < values.Length; i++)
                weights[(int)signal * ContextFeatures.Count + (int)features[i]] = values[i];
        }

        var deviation = document.ScoreDeviation ?? 0;
        if (!float.IsFinite(deviation) || deviation < 0) throw Damaged("the deviation of scores is none");
        return document.Genres is null || document.Genres.Values.All(share => share is > 0 and <= 1)
            ? new RankerWeights(weights, means, document.Genres, deviation)
            : throw Damaged("the share of a genre is not between 0 and 1");
    }

    /// <summary>The share of the genre of a component of content vectors.</summary>
    internal float ShareOf(uint genreKey) => _shareByKey.GetValueOrDefault(genreKey, UnknownGenreShare);

    private static ModelRefusedException Unknown(string what, string name) => new(
        ModelRefusedException.UnsupportedFormat,
        $"{ModelFileNames.Ranker} names the {what} '{name}', which this build does not have");

    private static ModelRefusedException Damaged(string why, Exception? cause = null) =>
        new(ModelRefusedException.DamagedFile, $"{ModelFileNames.Ranker} cannot be read: {why}", cause);
}

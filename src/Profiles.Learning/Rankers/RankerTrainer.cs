using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Simulation;
using Profiles.Learning.Numerics;

namespace Profiles.Learning.Rankers;

/// <summary>
/// Fits the weights of the signals: the likelihood that of all contents the chosen one is chosen, as a softmax over
/// scores, of which the drawn contents stand for those that were not (Bengio and Senécal, "Adaptive importance
/// sampling", 2008), by Adam (Kingma and Ba, 2015) on standardised signals. A feature of the context that is the same
/// in all samples says nothing that <see cref="ContextFeature.Always"/> does not: its weights are exactly 0.
/// </summary>
public sealed class RankerTrainer
{
    private const int Signals = RankingSignals.Count;
    private const float FirstMoment = 0.9f;
    private const float SecondMoment = 0.99f;
    private const double SmallestDeviation = 1e-3;

    private readonly RankerOptions _options;
    private readonly IReadOnlyList<RankerSamples.Sample> _samples;
    private readonly float[] _means = new float[Signals];
    private readonly float[] _deviations = new float[Signals];

    // The features of the context that count, and each sample's values of them.
    private readonly ContextFeature[] _features;
    private readonly float[][] _contexts;
    private readonly float[] _weights;

    /// <summary>Prepares a fit.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="options">How it is fitted.</param>
    /// <param name="counts">Which features of the context may count; null for all.</param>
    public RankerTrainer(
        IReadOnlyList<RankerSamples.Sample> samples, RankerOptions options, Func<ContextFeature, bool>? counts = null)
    {
        _options = options;
        _samples = samples;
        _features = [.. Varying(samples).Where(feature => counts is null || counts(feature))];
        _contexts = [.. samples.Select(sample => Array.ConvertAll(_features, feature => sample.Context[(int)feature]))];
        _weights = new float[Signals * _features.Length];
        Standardise();
    }

    private int Features => _features.Length;

    /// <summary>The features of the context that differ between samples, and the one that never does.</summary>
    public static IEnumerable<ContextFeature> Varying(IReadOnlyList<RankerSamples.Sample> samples) =>
        Enum.GetValues<ContextFeature>().Where(feature =>
            feature == ContextFeature.Always
            || samples.Any(sample => sample.Context[(int)feature] != samples[0].Context[(int)feature]));

    /// <summary>The mean of the negative log-likelihood over the last pass.</summary>
    public double Loss { get; private set; }

    /// <summary>Fits.</summary>
    /// <param name="genreShares">What part of what everyone watches each genre is, as it was while sampling.</param>
    /// <param name="uses">Which signals may count; null for all.</param>
    public RankerWeights Fit(
        IReadOnlyDictionary<string, float>? genreShares = null, Func<RankingSignal, bool>? uses = null)
    {
        var isUsed = new bool[Signals];
        for (var signal = 0; signal < Signals; signal++)
            isUsed[signal] = _deviations[signal] > 0 && (uses is null || uses((RankingSignal)signal));

        var order = Enumerable.Range(0, _samples.Count).ToArray();
        var chance = new SeededChance(_options.Seed, 2);
        var (first, second) = (new float[_weights.Length], new float[_weights.Length]);
        var size = Math.Max(1, Math.Min(_options.StepSamples, order.Length));
        var steps = _options.Passes * (order.Length / size);
        var step = 0;
        for (var pass = 0; pass < _options.Passes; pass++)
        {
            Shuffle(order, chance);
            double loss = 0;
            for (var start = 0; start + size <= order.Length; start += size)
            {
                var gradient = new float[_weights.Length];
                foreach (var sample in order.AsSpan(start, size)) loss += AddGradient(sample, gradient);
                Move(gradient, size, first, second, isUsed, step++, steps);
            }

            Loss = order.Length == 0 ? 0 : loss / (order.Length / size * size);
        }

        return ToWeights(isUsed, genreShares);
    }

    private void Standardise()
    {
        var (sums, squares) = (new double[Signals], new double[Signals]);
        long rows = 0;
        foreach (var sample in _samples)
        {
            rows += sample.Rows;
            for (var i = 0; i < sample.Values.Length; i++)
            {
                sums[i % Signals] += sample.Values[i];
                squares[i % Signals] += sample.Values[i] * (double)sample.Values[i];
            }
        }

        for (var signal = 0; signal < Signals && rows > 0; signal++)
        {
            var mean = sums[signal] / rows;
            var deviation = Math.Sqrt(Math.Max(0, squares[signal] / rows - mean * mean));
            _means[signal] = (float)mean;
            // A signal that is always the same says nothing.
            _deviations[signal] = deviation < SmallestDeviation ? 0 : (float)deviation;
        }
    }

    private double AddGradient(int index, Span<float> gradient)
    {
        var (sample, context) = (_samples[index], _contexts[index]);
        Span<float> scale = stackalloc float[Signals];
        for (var signal = 0; signal < Signals; signal++)
        {
            var weight = Vectors.Dot(_weights.AsSpan(signal * Features, Features), context);
            scale[signal] = _deviations[signal] > 0 ? weight / _deviations[signal] : 0;
        }

        var rows = sample.Rows;
        Span<float> shares = rows <= 1024 ? stackalloc float[rows] : new float[rows];
        var largest = float.MinValue;
        for (var row = 0; row < rows; row++)
        {
            shares[row] = Vectors.Dot(sample.Values.AsSpan(row * Signals, Signals), scale)
                + (row < sample.Strongest ? 0 : sample.Stands);
            largest = Math.Max(largest, shares[row]);
        }

        var total = 0f;
        for (var row = 0; row < rows; row++) total += shares[row] = MathF.Exp(shares[row] - largest);

        var chosen = shares[0] / total;
        var focus = _options.Focus == 0 ? 1 : 2 * MathF.Pow(chosen + 1e-4f, _options.Focus);
        Span<float> pull = stackalloc float[Signals];
        pull.Clear();
        for (var row = 0; row < rows; row++)
        {
            var share = focus * (shares[row] / total - (row == 0 ? 1 : 0));
            if (Math.Abs(share) > 1e-5f)
                Vectors.AddScaled(share, sample.Values.AsSpan(row * Signals, Signals), pull);
        }

        for (var signal = 0; signal < Signals; signal++)
        {
            if (_deviations[signal] == 0) continue;
            Vectors.AddScaled(
                pull[signal] / _deviations[signal], context, gradient.Slice(signal * Features, Features));
        }

        return -Math.Log(Math.Max(1e-9, chosen));
    }

    private void Move(
        float[] gradient, int size, float[] first, float[] second, bool[] isUsed, int step, int steps)
    {
        var rate = _options.Rate * (1 - (float)step / steps);
        var firstScale = 1 - MathF.Pow(FirstMoment, step + 1);
        var secondScale = 1 - MathF.Pow(SecondMoment, step + 1);
        for (var i = 0; i < gradient.Length; i++)
        {
            if (!isUsed[i / Features]) continue;
            var slope = gradient[i] / size + _options.Penalty * _weights[i];
            first[i] += (1 - FirstMoment) * (slope - first[i]);
            second[i] += (1 - SecondMoment) * (slope * slope - second[i]);
            _weights[i] -= rate * (first[i] / firstScale) / (MathF.Sqrt(second[i] / secondScale) + 1e-6f);
        }
    }

    private RankerWeights ToWeights(bool[] isUsed, IReadOnlyDictionary<string, float>? genreShares)
    {
        var weights = new float[Signals * ContextFeatures.Count];
        for (var i = 0; i < _weights.Length; i++)
        {
            var (signal, feature) = (i / Features, _features[i % Features]);
            if (isUsed[signal])
                weights[signal * ContextFeatures.Count + (int)feature] = _weights[i] / _deviations[signal];
        }

        return new RankerWeights(
            weights, _means, genreShares, DeviationOf(new RankerWeights(weights, _means), _samples));
    }

    /// <summary>How far the scores of one choice lie apart: the root of the mean of their variances.</summary>
    private static float DeviationOf(RankerWeights fitted, IReadOnlyList<RankerSamples.Sample> samples)
    {
        var (variances, rows) = (0.0, 0L);
        Span<float> weights = stackalloc float[Signals];
        foreach (var sample in samples)
        {
            fitted.In(sample.Context, weights);
            var (sum, squares) = (0.0, 0.0);
            for (var row = 0; row < sample.Rows; row++)
            {
                var score = (double)Vectors.Dot(sample.Values.AsSpan(row * Signals, Signals), weights);
                sum += score;
                squares += score * score;
            }

            if (sample.Rows == 0) continue;
            variances += Math.Max(0, squares - sum * sum / sample.Rows);
            rows += sample.Rows;
        }

        return rows == 0 ? 0 : (float)Math.Sqrt(variances / rows);
    }

    private static void Shuffle(int[] order, SeededChance chance)
    {
        for (var i = order.Length - 1; i > 0; i--)
        {
            var other = chance.NextInt(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }
    }
}

using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Statistics.Ranking;

namespace Profiles.Learning.Rankers;

/// <summary>
/// Chooses one weight a signal, whatever the context, by walking along the coordinates while <c>NDCG@k + HR@k / 2</c>
/// of the samples rises. Few numbers, none below 0: what suits where the context says nothing.
/// </summary>
/// <param name="samples">The choices; those that were drawn by chance count like the others.</param>
/// <param name="k">The length of the lists.</param>
public sealed class WeightSearch(RankerSamples samples, int k)
{
    private const int MaxPasses = 3;
    private static readonly float[] Steps = [0.3f, 0.1f, 0.05f];

    private readonly IReadOnlyList<RankerSamples.Sample> _samples = samples.All;

    /// <summary>Searches.</summary>
    /// <param name="signals">The signals; the first one's weight is the measure of the others.</param>
    public RankerWeights Fit(IReadOnlyList<RankingSignal> signals)
    {
        var scales = signals.Select(ScaleOf).ToArray();
        var columns = _samples.Select(sample => ColumnsOf(sample, signals, scales)).ToArray();
        var weights = new float[signals.Count];
        weights[0] = 1;
        var best = Objective(columns, weights);
        foreach (var step in Steps)
        {
            for (var pass = 0; pass < MaxPasses; pass++)
            {
                var before = best;
                for (var i = 1; i < weights.Length; i++) best = Walk(columns, weights, i, step, best);
                if (best == before) break;
            }
        }

        var all = new float[RankingSignals.Count * ContextFeatures.Count];
        for (var i = 0; i < weights.Length; i++)
            all[(int)signals[i] * ContextFeatures.Count + (int)ContextFeature.Always] = weights[i] * scales[i];
        return new RankerWeights(all, Means());
    }

    private double Walk(float[][] columns, float[] weights, int index, float step, double best)
    {
        foreach (var sign in (ReadOnlySpan<float>)[1, -1])
        {
            while (true)
            {
                var before = weights[index];
                weights[index] = MathF.Max(0, before + sign * step);
                var objective = weights[index] == before ? double.MinValue : Objective(columns, weights);
                if (objective <= best)
                {
                    weights[index] = before;
                    break;
                }

                best = objective;
            }
        }

        return best;
    }

    private float ScaleOf(RankingSignal signal)
    {
        double sum = 0;
        foreach (var sample in _samples)
        {
            var largest = 0f;
            for (var row = 0; row < sample.Rows; row++)
                largest = Math.Max(largest, Math.Abs(sample.Values[row * RankingSignals.Count + (int)signal]));
            sum += largest;
        }

        return sum == 0 ? 0 : (float)(_samples.Count / sum);
    }

    // Row by row the scaled signals that count, so that a pass over all samples touches nothing else.
    private static float[] ColumnsOf(
        RankerSamples.Sample sample, IReadOnlyList<RankingSignal> signals, float[] scales)
    {
        var columns = new float[sample.Rows * signals.Count];
        for (var row = 0; row < sample.Rows; row++)
            for (var i = 0; i < signals.Count; i++)
                columns[row * signals.Count + i] =
                    sample.Values[row * RankingSignals.Count + (int)signals[i]] * scales[i];
        return columns;
    }

    private double Objective(float[][] columns, float[] weights)
    {
        var gains = new double[columns.Length];
        Parallel.For(0, columns.Length, sample =>
        {
            ReadOnlySpan<int> ranks = [RankOf(columns[sample], weights)];
            gains[sample] = RankingMetrics.Ndcg(ranks, k) + RankingMetrics.HitRate(ranks, k) / 2;
        });
        return gains.Sum();
    }

    // Of what scores the same, the chosen one comes in the middle.
    private static int RankOf(float[] columns, float[] weights)
    {
        var (better, equal) = (0, 0);
        var chosen = 0f;
        for (var row = 0; row < columns.Length; row += weights.Length)
        {
            var score = 0f;
            for (var i = 0; i < weights.Length; i++) score += weights[i] * columns[row + i];
            if (row == 0) chosen = score;
            else if (score > chosen) better++;
            else if (score == chosen) equal++;
        }

        return 1 + better + equal / 2;
    }

    private float[] Means()
    {
        var sums = new double[RankingSignals.Count];
        long rows = 0;
        foreach (var sample in _samples)
        {
            rows += sample.Rows;
            for (var i = 0; i < sample.Values.Length; i++) sums[i % RankingSignals.Count] += sample.Values[i];
        }

        return Array.ConvertAll(sums, sum => rows == 0 ? 0 : (float)(sum / rows));
    }
}

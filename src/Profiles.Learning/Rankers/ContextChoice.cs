using System.Globalization;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Statistics.Ranking;

namespace Profiles.Learning.Rankers;

/// <summary>
/// Fits the weights of the signals, and decides by the samples whether hour and device are to count: weights are fitted
/// on the earlier part of the samples with and without, and what ranks the choices of the later part best, by
/// <c>NDCG@k + HR@k / 2</c>, is then fitted on all. A gain counts where it is more than chance would give: above twice
/// the standard error of the paired differences. Where the data has no device, or the decision is against, the weights
/// of its features are exactly 0.
/// </summary>
/// <param name="samples">The samples, in order of time.</param>
/// <param name="options">How it is fitted.</param>
/// <param name="k">The length of the lists.</param>
public sealed class ContextChoice(RankerSamples samples, RankerOptions options, int k)
{
    /// <summary>Fewer samples to decide on than these say nothing: nothing but the viewer counts then.</summary>
    public const int MinValidation = 100;

    private const double LeastErrors = 2;

    private static readonly ContextGroup[] Requests = [ContextGroup.Hour, ContextGroup.Device];

    /// <summary>
    /// What was decided, by the names of a manifest: <c>ranker-hour</c> and <c>ranker-device</c>, 1 where it counts;
    /// what each way was worth on the later part, and the standard error of what it gains.
    /// </summary>
    public SortedDictionary<string, double> Parameters { get; } = new(StringComparer.Ordinal);

    /// <summary>Decides and fits.</summary>
    /// <param name="genreShares">What part of what everyone watches each genre is, as it was while sampling.</param>
    /// <param name="threads">How many threads may work; −1 for one a core. It changes no bit.</param>
    public RankerWeights Fit(IReadOnlyDictionary<string, float>? genreShares = null, int threads = -1)
    {
        var all = samples.All;
        var chosen = Choose(all, threads);
        foreach (var group in Requests)
            Parameters[NameOf("ranker", [group])] = chosen.Contains(group) ? 1 : 0;
        return new RankerTrainer(all, options, feature => Counts(feature, chosen)).Fit(genreShares);
    }

    private ContextGroup[] Choose(IReadOnlyList<RankerSamples.Sample> all, int threads)
    {
        var varying = RankerTrainer.Varying(all).Select(feature => feature.Group()).ToHashSet();
        var groups = Array.FindAll(Requests, varying.Contains);
        var validation = (int)(all.Count * options.ValidationShare);
        if (groups.Length == 0 || validation < MinValidation) return [];

        RankerSamples.Sample[] earlier = [.. all.Take(all.Count - validation)];
        RankerSamples.Sample[] later = [.. all.Skip(all.Count - validation)];
        ContextGroup[][] ways = [[], .. groups.Select(group => new[] { group })];
        if (groups.Length > 1) ways = [.. ways, groups];
        var worths = new double[ways.Length][];
        Parallel.For(0, ways.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, way =>
        {
            var fitted = new RankerTrainer(earlier, options, feature => Counts(feature, ways[way])).Fit();
            worths[way] = WorthsOf(fitted, later);
        });
        return ways[Best(ways, worths)];
    }

    // Of equal ones the first: fewer features.
    private int Best(ContextGroup[][] ways, double[][] worths)
    {
        var (best, most) = (0, worths[0].Average());
        Parameters[NameOf("ranker-validation", ways[0])] = most;
        for (var way = 1; way < ways.Length; way++)
        {
            var differences = worths[way].Zip(worths[0], (with, without) => with - without).ToArray();
            var (worth, gain) = (worths[way].Average(), differences.Average());
            var squares = differences.Sum(difference => (difference - gain) * (difference - gain));
            var error = Math.Sqrt(squares / (differences.Length - 1) / differences.Length);
            Parameters[NameOf("ranker-validation", ways[way])] = worth;
            Parameters[NameOf("ranker-validation-error", ways[way])] = error;
            if (gain > LeastErrors * error && worth > most) (best, most) = (way, worth);
        }

        return best;
    }

    private static bool Counts(ContextFeature feature, ContextGroup[] groups) =>
        feature.Group() == ContextGroup.Viewer || groups.Contains(feature.Group());

    private static string NameOf(string prefix, ContextGroup[] groups) => string.Join(
        '-', groups.Select(group => group.ToString().ToLower(CultureInfo.InvariantCulture)).Prepend(prefix));

    private double[] WorthsOf(RankerWeights fitted, RankerSamples.Sample[] later)
    {
        var weights = new float[RankingSignals.Count];
        return Array.ConvertAll(later, sample =>
        {
            fitted.In(sample.Context, weights);
            ReadOnlySpan<int> ranks = [RankOf(sample, weights)];
            return RankingMetrics.Ndcg(ranks, k) + RankingMetrics.HitRate(ranks, k) / 2;
        });
    }

    // What was drawn by chance stands for what was not; what scores the same comes after the chosen one by half.
    private static int RankOf(RankerSamples.Sample sample, ReadOnlySpan<float> weights)
    {
        var chosen = 0f;
        var (better, stands) = (0.0, Math.Exp(sample.Stands));
        for (var row = 0; row < sample.Rows; row++)
        {
            var score = 0f;
            var values = sample.Values.AsSpan(row * RankingSignals.Count, RankingSignals.Count);
            for (var signal = 0; signal < weights.Length; signal++) score += weights[signal] * values[signal];
            if (row == 0) chosen = score;
            else if (score >= chosen)
                better += (row < sample.Strongest ? 1 : stands) * (score == chosen ? 0.5 : 1);
        }

        return 1 + (int)Math.Min(better, 1e9);
    }
}

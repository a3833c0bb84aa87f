using Profiles.Core.Trends;

namespace Profiles.Core.Slates;

/// <summary>
/// Thompson sampling (Chapelle and Li, NIPS 2011) over how often a content is chosen when it is shown: each content of
/// a small pool draws from its posterior, and the highest draws are shown. The posterior is Beta(clicks + 1,
/// impressions − clicks + 19), drawn from by the normal distribution of its mean and variance, that in turn by a sum
/// of four uniform draws. The probability of being shown is estimated by repeating the draw; all of it is seeded.
/// </summary>
internal sealed class Exploration
{
    public const int MaxPool = 16;

    private const int Repeats = 64;

    // One click in twenty impressions, worth twenty impressions.
    private const double PriorClicks = 1;
    private const double PriorMisses = 19;

    // A sum of four uniform 16-bit numbers has this mean and deviation.
    private const float UniformMean = 4 * 65_535 / 2f;
    private const float UniformDeviation = 37_837.2f;

    private readonly float[] _means = new float[MaxPool];
    private readonly float[] _deviations = new float[MaxPool];
    private readonly float[] _draws = new float[MaxPool];
    private readonly int[] _wins = new int[MaxPool];
    private readonly int[] _order = new int[MaxPool];

    /// <summary>Chooses contents of a pool.</summary>
    /// <param name="trend">Impressions and clicks.</param>
    /// <param name="pool">The contents; at most <see cref="MaxPool"/>.</param>
    /// <param name="seed">What the draws follow from.</param>
    /// <param name="chosen">Where the places within the pool are written; as many as there is room for.</param>
    /// <param name="propensities">The probability of each of them to be chosen.</param>
    /// <returns>How many were chosen.</returns>
    public int Choose(
        TrendSnapshot trend, ReadOnlySpan<int> pool, ulong seed, Span<int> chosen, Span<float> propensities)
    {
        var count = Math.Min(chosen.Length, pool.Length);
        if (count == 0) return 0;
        for (var i = 0; i < pool.Length; i++) SetPosterior(trend, pool[i], i);

        var chance = new Mixer(seed);
        _wins.AsSpan().Clear();
        Draw(ref chance, pool.Length, count);
        _order.AsSpan(0, count).CopyTo(chosen);
        CountWins(count);
        for (var repeat = 1; repeat < Repeats; repeat++)
        {
            Draw(ref chance, pool.Length, count);
            CountWins(count);
        }

        // What was drawn is one of the repeats, so that no propensity is 0.
        for (var i = 0; i < count; i++) propensities[i] = _wins[chosen[i]] / (float)Repeats;
        return count;
    }

    /// <summary>Estimates with which probability each content of a pool is chosen.</summary>
    /// <param name="trend">Impressions and clicks.</param>
    /// <param name="pool">The contents; at most <see cref="MaxPool"/>.</param>
    /// <param name="seed">What the draws follow from.</param>
    /// <param name="count">How many are chosen at once.</param>
    /// <param name="draws">How often it is drawn.</param>
    /// <param name="chances">Where the probabilities are written, in the order of the pool.</param>
    public void Estimate(
        TrendSnapshot trend, ReadOnlySpan<int> pool, ulong seed, int count, int draws, Span<double> chances)
    {
        count = Math.Min(count, pool.Length);
        for (var i = 0; i < pool.Length; i++) SetPosterior(trend, pool[i], i);
        var chance = new Mixer(seed);
        _wins.AsSpan().Clear();
        for (var draw = 0; draw < draws; draw++)
        {
            Draw(ref chance, pool.Length, count);
            CountWins(count);
        }

        for (var i = 0; i < pool.Length; i++) chances[i] = _wins[i] / (double)draws;
    }

    private void CountWins(int count)
    {
        for (var i = 0; i < count; i++) _wins[_order[i]]++;
    }

    private void SetPosterior(TrendSnapshot trend, int number, int place)
    {
        var clicks = (double)trend.Clicks(number);
        var hits = clicks + PriorClicks;
        var misses = Math.Max(0, trend.Impressions(number) - clicks) + PriorMisses;
        var total = hits + misses;
        _means[place] = (float)(hits / total);
        _deviations[place] = (float)(Math.Sqrt(hits * misses / (total + 1)) / total);
    }

    /// <summary>Draws for all, and puts the places of the highest first; of equal draws, the first.</summary>
    private void Draw(ref Mixer chance, int pool, int count)
    {
        for (var i = 0; i < pool; i++) _draws[i] = _means[i] + _deviations[i] * chance.NextNormal();
        for (var place = 0; place < count; place++)
        {
            var best = -1;
            for (var i = 0; i < pool; i++)
            {
                if (_order.AsSpan(0, place).Contains(i)) continue;
                if (best < 0 || _draws[i] > _draws[best]) best = i;
            }

            _order[place] = best;
        }
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).</summary>
    private struct Mixer(ulong state)
    {
        private ulong _state = state;

        public float NextNormal()
        {
            var bits = Next();
            var sum = (float)(uint)((bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48));
            return (sum - UniformMean) / UniformDeviation;
        }

        private ulong Next()
        {
            _state += 0x9E3779B97F4A7C15;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}

namespace Profiles.Statistics.Resampling;

/// <summary>
/// Percentile intervals of a mean over observations that come in clusters, such as the test cases of one user: whole
/// clusters are drawn with replacement (Davison and Hinkley, "Bootstrap Methods and their Application", 1997, 3.8).
/// </summary>
public sealed class ClusterBootstrap
{
    private readonly int[] _clusterOf;
    private readonly int _clusters;
    private readonly BootstrapOptions _options;

    /// <summary>Creates a bootstrap over observations.</summary>
    /// <param name="clusters">The cluster of each observation, by any number.</param>
    /// <param name="options">How many samples, from which seed.</param>
    public ClusterBootstrap(ReadOnlySpan<int> clusters, BootstrapOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Resamples);
        if (!(options.Confidence is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(options), options.Confidence, "Must be between 0 and 1.");

        _options = options;
        _clusterOf = new int[clusters.Length];
        var numbers = new Dictionary<int, int>();
        for (var i = 0; i < clusters.Length; i++)
        {
            if (!numbers.TryGetValue(clusters[i], out var number)) numbers.Add(clusters[i], number = numbers.Count);
            _clusterOf[i] = number;
        }

        _clusters = numbers.Count;
    }

    /// <summary>The interval of the mean of these values, one an observation; of none, 0 to 0.</summary>
    public Interval OfMean(ReadOnlySpan<double> values)
    {
        if (values.Length != _clusterOf.Length)
            throw new ArgumentException("There is not one value for each observation.", nameof(values));
        if (values.IsEmpty) return default;

        var sums = new double[_clusters];
        var counts = new double[_clusters];
        for (var i = 0; i < values.Length; i++)
        {
            sums[_clusterOf[i]] += values[i];
            counts[_clusterOf[i]]++;
        }

        var chance = new SplitMix(_options.Seed);
        var means = new double[_options.Resamples];
        for (var sample = 0; sample < means.Length; sample++)
        {
            double sum = 0, count = 0;
            for (var draw = 0; draw < sums.Length; draw++)
            {
                var cluster = chance.Next(sums.Length);
                sum += sums[cluster];
                count += counts[cluster];
            }

            means[sample] = sum / count;
        }

        Array.Sort(means);
        var tail = (1 - _options.Confidence) / 2;
        return new Interval(Quantile(means, tail), Quantile(means, 1 - tail));
    }

    // Linear between order statistics (Hyndman and Fan, 1996, definition 7).
    private static double Quantile(double[] sorted, double probability)
    {
        var place = probability * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}

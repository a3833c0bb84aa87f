using Profiles.Core.Simulation;
using Profiles.Learning.Factors;

namespace Profiles.Learning.Tests.Factors;

/// <summary>The plain twin of the trainer: doubles, dense sums over every pair, Gaussian elimination.</summary>
internal static class ScalarAls
{
    public static double[] Train(SparseRows interactions, AlsOptions options)
    {
        var (users, items, d) = (interactions.RowCount, interactions.ColumnCount, options.Dimensions);
        var observed = new bool[users, items];
        for (var user = 0; user < users; user++)
            foreach (var item in interactions[user]) observed[user, item] = true;

        var h = new double[items * d];
        var w = new double[users * d];
        var chance = new SeededChance(options.Seed);
        for (var i = 0; i < h.Length; i++)
            h[i] = (float)chance.NextGaussian(0, options.InitialDeviation / Math.Sqrt(d));

        double mean = 0;
        foreach (var one in observed) mean += one ? 1.0 / users : 0;
        for (var sweep = 0; sweep < options.Sweeps; sweep++)
        {
            for (var user = 0; user < users; user++)
                SolveOne(w, user, h, items, item => observed[user, item], options, Held(mean, items));
            for (var item = 0; item < items; item++)
            {
                var count = Enumerable.Range(0, users).Count(user => observed[user, item]);
                SolveOne(h, item, w, users, user => observed[user, item], options, Held(count, users));
            }
        }

        return h;

        double Held(double count, int others) =>
            options.Regularization * Math.Pow(count + options.UnobservedWeight * others, options.FrequencyExponent);
    }

    private static void SolveOne(
        double[] solved, int row, double[] others, int count, Func<int, bool> isObserved, AlsOptions options,
        double held)
    {
        var d = options.Dimensions;
        var matrix = new double[d, d + 1];
        var any = false;
        for (var i = 0; i < d; i++) matrix[i, i] = held;
        for (var other = 0; other < count; other++)
        {
            var weight = options.UnobservedWeight + (isObserved(other) ? 1 : 0);
            any |= isObserved(other);
            for (var i = 0; i < d; i++)
            {
                for (var j = 0; j < d; j++) matrix[i, j] += weight * others[other * d + i] * others[other * d + j];
                if (isObserved(other)) matrix[i, d] += others[other * d + i];
            }
        }

        Eliminate(matrix, d);
        for (var i = 0; i < d; i++) solved[row * d + i] = any ? matrix[i, d] / matrix[i, i] : 0;
    }

    private static void Eliminate(double[,] matrix, int d)
    {
        for (var pivot = 0; pivot < d; pivot++)
        {
            for (var row = 0; row < d; row++)
            {
                if (row == pivot) continue;
                var factor = matrix[row, pivot] / matrix[pivot, pivot];
                for (var column = pivot; column <= d; column++)
                    matrix[row, column] -= factor * matrix[pivot, column];
            }
        }
    }
}

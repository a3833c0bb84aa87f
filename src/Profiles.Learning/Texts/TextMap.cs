using Profiles.Learning.Factors;

namespace Profiles.Learning.Texts;

/// <summary>
/// A linear map from the vector of a content's text to the factor of an item (as Gantner et al., "Learning
/// attribute-to-feature mappings for cold-start recommendations", ICDM 2010), by ridge regression:
/// <code>
/// W = (XᵀX + λI)⁻¹ XᵀY        factor(text) = ȳ + Wᵀ(x − x̄)
/// </code>
/// over items that were chosen, x of length 1. The penalty is what explains most of every fifth item when fitted on the
/// others; then the map is fitted on all. The same input gives the same bits, on any number of threads.
/// </summary>
public static class TextMap
{
    private const int HeldOutEvery = 5;

    /// <summary>Works out the factors of contents that have a text and no factor.</summary>
    /// <param name="items">The ids of the items that were learnt from, by row.</param>
    /// <param name="factors">Their factors.</param>
    /// <param name="choices">How often each was chosen.</param>
    /// <param name="texts">The vectors of contents' texts by id, all of one length.</param>
    /// <param name="options">How it is fitted.</param>
    /// <param name="threads">How many threads may work; −1 for one a core.</param>
    /// <returns>Null where there are too few items with text.</returns>
    public static TextRows? Apply(
        IReadOnlyList<string> items, AlsModel factors, IReadOnlyList<int> choices,
        IReadOnlyDictionary<string, float[]> texts, TextMapOptions options, int threads)
    {
        int[] rows =
        [
            .. Enumerable.Range(0, items.Count)
                .Where(row => choices[row] >= options.MinChoices && texts.ContainsKey(items[row]))
                .OrderByDescending(row => choices[row]).ThenBy(row => row).Take(options.MaxItems).Order(),
        ];
        if (rows.Length < Math.Max(options.MinItems, HeldOutEvery)) return null;

        var inputs = Array.ConvertAll(rows, row => Unit(texts[items[row]]));
        var outputs = Array.ConvertAll(rows, row => factors[row].ToArray());
        var (penalty, explained) = Choose(inputs, outputs, options, threads);
        var known = items.ToHashSet(StringComparer.Ordinal);
        string[] cold = explained >= options.MinExplained
            ? [.. texts.Keys.Where(id => !known.Contains(id)).Order(StringComparer.Ordinal)]
            : [];
        var result = new float[cold.Length * factors.Dimensions];
        if (cold.Length > 0)
        {
            var map = new Ridge(inputs, outputs, threads).Solve(penalty);
            Parallel.For(0, cold.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
                map.Predict(Unit(texts[cold[i]]), result.AsSpan(i * factors.Dimensions, factors.Dimensions)));
        }

        return new TextRows(cold, factors.Dimensions, result, explained, penalty);
    }

    private static (float Penalty, double Explained) Choose(
        float[][] inputs, float[][] outputs, TextMapOptions options, int threads)
    {
        bool IsHeldOut(int index) => index % HeldOutEvery == 0;
        var ridge = new Ridge(
            [.. inputs.Where((_, index) => !IsHeldOut(index))], [.. outputs.Where((_, index) => !IsHeldOut(index))],
            threads);
        var (best, most) = (options.Penalties[0], double.NegativeInfinity);
        foreach (var penalty in options.Penalties)
        {
            var map = ridge.Solve(penalty);
            var (errors, variance) = (0.0, 0.0);
            var predicted = new float[outputs[0].Length];
            for (var index = 0; index < inputs.Length; index += HeldOutEvery)
            {
                map.Predict(inputs[index], predicted);
                for (var i = 0; i < predicted.Length; i++)
                {
                    var (error, apart) = (outputs[index][i] - predicted[i], outputs[index][i] - ridge.OutputMean[i]);
                    errors += (double)error * error;
                    variance += (double)apart * apart;
                }
            }

            var explained = variance == 0 ? 0 : 1 - errors / variance;
            if (explained > most) (best, most) = (penalty, explained);
        }

        return (best, most);
    }

    private static float[] Unit(float[] vector)
    {
        var length = Math.Sqrt(vector.Sum(value => (double)value * value));
        return length == 0 ? vector : Array.ConvertAll(vector, value => (float)(value / length));
    }
}

namespace Profiles.Statistics.Corrections;

/// <summary>p-values as they are to be read when several tests are looked at together.</summary>
public static class MultipleTesting
{
    /// <summary>
    /// Holm ("A simple sequentially rejective multiple test procedure", 1979): in rising order max(p₍ⱼ₎ (m - j + 1))
    /// over j ≤ i, at most 1. Bounds the chance of any false finding.
    /// </summary>
    /// <param name="pValues">The raw ones; NaN counts as 1.</param>
    public static double[] Holm(ReadOnlySpan<double> pValues)
    {
        var (adjusted, order) = Prepare(pValues);
        double greatest = 0;
        for (var rank = 0; rank < order.Length; rank++)
        {
            greatest = Math.Max(greatest, adjusted[order[rank]] * (order.Length - rank));
            adjusted[order[rank]] = Math.Min(1, greatest);
        }

        return adjusted;
    }

    /// <summary>
    /// Benjamini and Hochberg ("Controlling the false discovery rate", 1995): in falling order min(p₍ⱼ₎ m / j) over
    /// j ≥ i, at most 1. Bounds the share of false ones among the findings.
    /// </summary>
    /// <param name="pValues">The raw ones; NaN counts as 1.</param>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> pValues)
    {
        var (adjusted, order) = Prepare(pValues);
        double least = 1;
        for (var rank = order.Length; rank > 0; rank--)
        {
            least = Math.Min(least, adjusted[order[rank - 1]] * ((double)order.Length / rank));
            adjusted[order[rank - 1]] = least;
        }

        return adjusted;
    }

    private static (double[] Values, int[] Order) Prepare(ReadOnlySpan<double> pValues)
    {
        var values = new double[pValues.Length];
        var order = new int[pValues.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = double.IsNaN(pValues[i]) ? 1 : Math.Clamp(pValues[i], 0, 1);
            order[i] = i;
        }

        Array.Sort((double[])values.Clone(), order);
        return (values, order);
    }
}

namespace Profiles.Statistics.Samples;

/// <summary>
/// Cuts the few greatest values back to a percentile, so that they do not make all of the variance (Tukey, "The Future
/// of Data Analysis", 1962). The cap is one for all variants, from the values of all of them: one of its own for each
/// would move the variants apart.
/// </summary>
public static class Winsorization
{
    /// <summary>The percentile that GrowthBook suggests for revenue and its like.</summary>
    public const double UsualPercentile = 0.999;

    /// <summary>The value to cut at.</summary>
    /// <param name="allVariants">The values of the units of all variants.</param>
    /// <param name="percentile">The part of the values that stays as it is, between 0 and 1.</param>
    /// <param name="ignoreZeros">Whether units that did nothing are left out of the percentile.</param>
    /// <returns>The cap; infinite where there is no value to take it from.</returns>
    public static double Cap(
        ValueHistogram allVariants, double percentile = UsualPercentile, bool ignoreZeros = false)
    {
        if (!(percentile is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(percentile), percentile, "Must be above 0 and at most 1.");

        var counted = ignoreZeros
            ? ValueHistogram.Of(allVariants.Entries.Where(entry => entry.Key != 0))
            : allVariants;
        return counted.Count == 0 ? double.PositiveInfinity : counted.Quantile(percentile);
    }

    /// <summary>The values with those above the cap moved to it.</summary>
    public static ValueHistogram Apply(ValueHistogram values, double cap) => values.Clamp(double.NegativeInfinity, cap);

    /// <summary>The values with those above the cap moved to it.</summary>
    public static double[] Apply(ReadOnlySpan<double> values, double cap)
    {
        var cut = new double[values.Length];
        for (var i = 0; i < cut.Length; i++) cut[i] = Math.Min(values[i], cap);
        return cut;
    }
}

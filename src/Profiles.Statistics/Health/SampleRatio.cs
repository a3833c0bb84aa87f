namespace Profiles.Statistics.Health;

/// <summary>
/// Sample-ratio mismatch: Pearson's chi-square of units against weights (Fabijan and others, "Diagnosing Sample Ratio
/// Mismatch in Online Controlled Experiments", KDD 2019). A variant of weight 0 is left out.
/// </summary>
public static class SampleRatio
{
    /// <summary>Below this p the split is broken (GrowthBook, Eppo and Statsig alike).</summary>
    public const double AlertBelow = 0.001;

    /// <summary>Below this p it is worth a look (Statsig's warning).</summary>
    public const double WatchBelow = 0.01;

    /// <summary>Units a variant, on average, before the check says anything (GrowthBook).</summary>
    public const int MinUnitsPerVariant = 8;

    /// <summary>Compares units with weights.</summary>
    /// <param name="units">The units of each variant; of one that is missing at the end, nothing is compared.</param>
    /// <param name="weights">The weight of each variant, in any unit.</param>
    public static SampleRatioResult Check(ReadOnlySpan<long> units, ReadOnlySpan<double> weights)
    {
        double total = 0, totalWeight = 0;
        var variants = 0;
        var count = Math.Min(units.Length, weights.Length);
        for (var i = 0; i < count; i++)
        {
            if (!(weights[i] > 0 && double.IsFinite(weights[i])) || units[i] < 0) continue;
            variants++;
            total += units[i];
            totalWeight += weights[i];
        }

        if (variants < 2 || total == 0) return new SampleRatioResult(HealthStatus.NotEnough, 1, 0, 0, 0);

        double chiSquare = 0, largest = 0;
        for (var i = 0; i < count; i++)
        {
            if (!(weights[i] > 0 && double.IsFinite(weights[i])) || units[i] < 0) continue;
            var expected = weights[i] / totalWeight * total;
            chiSquare += (units[i] - expected) * (units[i] - expected) / expected;
            largest = Math.Max(largest, Math.Abs(units[i] - expected) / total);
        }

        var p = Distributions.ChiSquareUpperTail(chiSquare, variants - 1);
        var status = total < (double)variants * MinUnitsPerVariant ? HealthStatus.NotEnough
            : p < AlertBelow ? HealthStatus.Alert
            : p < WatchBelow ? HealthStatus.Watch
            : HealthStatus.Healthy;
        return new SampleRatioResult(status, p, chiSquare, variants - 1, largest);
    }
}

using Profiles.Statistics.Effects;

namespace Profiles.Statistics.Samples;

/// <summary>
/// A quantile of values, such as the 90th percentile of start-up times. Its variance follows from the order statistics
/// around it (Deng, Knoblich and Lu, "Applying the Delta Method in Metric Analytics", 2018, section 4): those of the
/// ranks ν ± z √(ν(1 - ν)/n*) are 2z standard errors apart, with z that of 95 %. As GrowthBook's QuantileStatistic has
/// it: (n*/n)(n - 1)((upper - lower)/2z)², at least 1e-5 from 100 values on. Not mergeable: merge the
/// <see cref="ValueHistogram"/> that it is made from.
/// </summary>
/// <param name="Values">How many values there are, n.</param>
/// <param name="RankedAt">The n* for which the ranks of lower and upper were chosen; n unless sampled.</param>
/// <param name="Level">Which quantile, ν, between 0 and 1.</param>
/// <param name="Estimate">The quantile found.</param>
/// <param name="Lower">The order statistic z standard errors of the rank below it.</param>
/// <param name="Upper">The one as far above it.</param>
public sealed record QuantileStatistic(
    long Values, long RankedAt, double Level, double Estimate, double Lower, double Upper)
    : MetricStatistic
{
    private const double LeastVariance = 1e-5;
    private const long LeastVarianceFrom = 100;
    private const long TiesAllowedFrom = 1000;

    private static readonly double Z = Distributions.NormalQuantile(0.975);

    /// <summary>
    /// For units that bring several values each: by unit, how many of its values are at or below the quantile, over how
    /// many it has. The variance then grows by that ratio's over that of independent values, ν(1 - ν)/n.
    /// </summary>
    public RatioStatistic? Clusters { get; init; }

    /// <inheritdoc/>
    public override long Units => Values;

    /// <inheritdoc/>
    public override double Value => Estimate;

    /// <inheritdoc/>
    public override double Variance => Values < LeastVarianceFrom ? Measured : Math.Max(Measured, LeastVariance);

    private protected override bool IsFinite =>
        AllFinite(Estimate, Lower, Upper) && Clusters?.Check() != Insufficiency.NotFinite;

    private double Measured
    {
        get
        {
            if (Values < 2) return 0;
            var deviation = (Upper - Lower) / (2 * Z);
            var independent = (double)RankedAt / Values * (Values - 1) * deviation * deviation;
            if (Clusters is null) return independent;
            return Clusters.Units < 2 || Clusters.Denominator.Sum <= 0
                ? 0
                : independent * (Clusters.Variance / Clusters.Units) / (Level * (1 - Level) / Values);
        }
    }

    /// <summary>The statistic of independent values.</summary>
    public static QuantileStatistic Of(ValueHistogram values, double level)
    {
        var width = values.Count == 0 ? 0 : Z * Math.Sqrt(level * (1 - level) / values.Count);
        return new QuantileStatistic(
            values.Count, values.Count, level, values.Quantile(level),
            values.Quantile(level - width), values.Quantile(level + width));
    }

    /// <inheritdoc/>
    public override Insufficiency Check()
    {
        if (!(Level is > 0 and < 1)) return Insufficiency.OutOfRange;
        var whole = base.Check();
        if (whole != Insufficiency.None) return whole;
        // Else the ranks around the quantile lie outside of all values.
        var odds = Level / (1 - Level);
        if (Values <= Z * Z * Math.Max(odds, 1 / odds)) return Insufficiency.TooFewUnits;
        if (Clusters is { Units: < 2 }) return Insufficiency.TooFewUnits;
        return Measured <= 0 && Values < TiesAllowedFrom ? Insufficiency.NoVariance : Insufficiency.None;
    }
}

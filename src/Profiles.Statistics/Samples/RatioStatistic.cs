using Profiles.Statistics.Effects;

namespace Profiles.Statistics.Samples;

/// <summary>
/// A ratio of two sums over units, such as watch time over sessions, where the unit of assignment is not the unit of
/// the denominator. Its variance is by the delta method (Deng, Knoblich and Lu, "Applying the Delta Method in Metric
/// Analytics", 2018, equation 2): Var(m)/d̄² + Var(d) m̄²/d̄⁴ - 2 Cov(m, d) m̄/d̄³.
/// </summary>
/// <param name="Numerator">What is counted, summed by unit.</param>
/// <param name="Denominator">What it is counted over, of the same units.</param>
/// <param name="SumOfProducts">The sum over units of numerator times denominator.</param>
public sealed record RatioStatistic(MeanStatistic Numerator, MeanStatistic Denominator, double SumOfProducts)
    : MetricStatistic, IMergeable<RatioStatistic>
{
    /// <inheritdoc/>
    public static RatioStatistic Empty { get; } = new(MeanStatistic.Empty, MeanStatistic.Empty, 0);

    /// <inheritdoc/>
    public override long Units => Numerator.Units;

    /// <inheritdoc/>
    public override double Value => Denominator.Sum == 0 ? 0 : Numerator.Sum / Denominator.Sum;

    /// <inheritdoc/>
    public override double Variance => Units < 2 || Denominator.Sum == 0
        ? 0
        : Math.Max(0, DeltaMethod.VarianceOfRatio(
            Numerator.Value, Numerator.Variance, Denominator.Value, Denominator.Variance,
            Covariance(Numerator, Denominator, SumOfProducts)));

    private protected override bool IsFinite =>
        AllFinite(Numerator.Sum, Numerator.SumOfSquares, SumOfProducts)
        && AllFinite(Denominator.Sum, Denominator.SumOfSquares);

    /// <inheritdoc/>
    public override Insufficiency Check()
    {
        if (Numerator.Units != Denominator.Units) return Insufficiency.DifferentStatistics;
        var whole = base.Check();
        return whole == Insufficiency.None && Denominator.Sum == 0 ? Insufficiency.ZeroDenominator : whole;
    }

    /// <inheritdoc/>
    public RatioStatistic Merge(RatioStatistic other) => new(
        Numerator.Merge(other.Numerator), Denominator.Merge(other.Denominator), SumOfProducts + other.SumOfProducts);
}

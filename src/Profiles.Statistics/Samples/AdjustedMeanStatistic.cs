using Profiles.Statistics.Effects;

namespace Profiles.Statistics.Samples;

/// <summary>
/// A mean adjusted by what the same units did before they were exposed (CUPED: Deng, Xu, Kohavi and Walker, "Improving
/// the Sensitivity of Online Controlled Experiments by Utilizing Pre-Experiment Data", 2013, equation 2): the value is
/// ȳ - θ x̄ and its variance Var(y) + θ² Var(x) - 2 θ Cov(y, x). θ is common to the two variants compared
/// (<see cref="PooledTheta"/>); without one nothing is adjusted.
/// </summary>
/// <param name="Post">What is measured in the experiment.</param>
/// <param name="Pre">The same units before it; a unit without a past counts with 0.</param>
/// <param name="SumOfProducts">The sum over units of post times pre.</param>
public sealed record AdjustedMeanStatistic(MeanStatistic Post, MeanStatistic Pre, double SumOfProducts)
    : MetricStatistic, IMergeable<AdjustedMeanStatistic>
{
    /// <inheritdoc/>
    public static AdjustedMeanStatistic Empty { get; } = new(MeanStatistic.Empty, MeanStatistic.Empty, 0);

    /// <summary>The coefficient of the past, if it is fixed beforehand; else all units compared tell it.</summary>
    public double? Theta { get; init; }

    internal double Coefficient => Theta ?? 0;

    /// <inheritdoc/>
    public override long Units => Post.Units;

    /// <inheritdoc/>
    public override double Value => Post.Value - Coefficient * Pre.Value;

    /// <inheritdoc/>
    public override double UnadjustedValue => Post.Value;

    /// <inheritdoc/>
    public override double Variance => Units < 2
        ? 0
        : Math.Max(0, Post.Variance + Coefficient * Coefficient * Pre.Variance - 2 * Coefficient * PostPreCovariance);

    internal double PostPreCovariance => Covariance(Post, Pre, SumOfProducts);

    private protected override bool IsFinite =>
        AllFinite(Post.Sum, Post.SumOfSquares, SumOfProducts) && AllFinite(Pre.Sum, Pre.SumOfSquares, Coefficient);

    /// <summary>θ = Cov(y, x) / Var(x) over the units of both variants; 0 where either does not vary.</summary>
    public static double PooledTheta(AdjustedMeanStatistic control, AdjustedMeanStatistic treatment)
    {
        var all = control.Merge(treatment);
        return all.Pre.Variance == 0 || all.Post.Variance == 0 ? 0 : all.PostPreCovariance / all.Pre.Variance;
    }

    /// <inheritdoc/>
    public override Insufficiency Check() =>
        Post.Units != Pre.Units ? Insufficiency.DifferentStatistics : base.Check();

    /// <inheritdoc/>
    public AdjustedMeanStatistic Merge(AdjustedMeanStatistic other) =>
        new(Post.Merge(other.Post), Pre.Merge(other.Pre), SumOfProducts + other.SumOfProducts);
}

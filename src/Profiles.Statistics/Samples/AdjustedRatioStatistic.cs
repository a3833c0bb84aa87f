using Profiles.Statistics.Effects;

namespace Profiles.Statistics.Samples;

/// <summary>
/// A ratio adjusted by the same ratio before exposure, as GrowthBook's RegressionAdjustedRatioStatistic computes it:
/// the value is m̄/d̄ - θ m̄'/d̄' (the dashed ones before), and its variance ∇ᵀ Λ ∇ with Λ the covariance of the four
/// sums of a unit (m, d, m', d') and ∇ = (1/d̄, -m̄/d̄², -θ/d̄', θ m̄'/d̄'²).
/// </summary>
/// <param name="Post">The ratio in the experiment.</param>
/// <param name="Pre">The same units' ratio before it.</param>
/// <param name="PostPreNumerators">The sum over units of m times m'.</param>
/// <param name="PostPreDenominators">The sum over units of d times d'.</param>
/// <param name="NumeratorByPreDenominator">The sum over units of m times d'.</param>
/// <param name="DenominatorByPreNumerator">The sum over units of d times m'.</param>
public sealed record AdjustedRatioStatistic(
    RatioStatistic Post,
    RatioStatistic Pre,
    double PostPreNumerators,
    double PostPreDenominators,
    double NumeratorByPreDenominator,
    double DenominatorByPreNumerator)
    : MetricStatistic, IMergeable<AdjustedRatioStatistic>
{
    /// <inheritdoc/>
    public static AdjustedRatioStatistic Empty { get; } = new(RatioStatistic.Empty, RatioStatistic.Empty, 0, 0, 0, 0);

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
    public override double Variance => Units < 2 ? 0 : Math.Max(0, QuadraticForm(Gradient(Coefficient)));

    private protected override bool IsFinite =>
        Post.Check() != Insufficiency.NotFinite && Pre.Check() != Insufficiency.NotFinite
        && AllFinite(PostPreNumerators, PostPreDenominators, Coefficient)
        && AllFinite(NumeratorByPreDenominator, DenominatorByPreNumerator);

    /// <summary>
    /// θ = -(∇₃₄ᵀ Λ₃₄,₁₂ ∇₁₂) / (∇₃₄ᵀ Λ₃₄,₃₄ ∇₃₄), numerator and denominator each summed over both variants with θ = 1
    /// in ∇; 0 where the past does not vary.
    /// </summary>
    public static double PooledTheta(AdjustedRatioStatistic control, AdjustedRatioStatistic treatment)
    {
        var (covarianceOfControl, varianceOfControl) = control.PastMoments();
        var (covarianceOfTreatment, varianceOfTreatment) = treatment.PastMoments();
        var variance = varianceOfControl + varianceOfTreatment;
        return variance > 0 ? -(covarianceOfControl + covarianceOfTreatment) / variance : 0;
    }

    /// <inheritdoc/>
    public override Insufficiency Check()
    {
        if (Post.Units != Pre.Units) return Insufficiency.DifferentStatistics;
        var whole = base.Check();
        if (whole != Insufficiency.None) return whole;
        var post = Post.Check();
        return post != Insufficiency.None ? post : Pre.Check();
    }

    /// <inheritdoc/>
    public AdjustedRatioStatistic Merge(AdjustedRatioStatistic other) => new(
        Post.Merge(other.Post), Pre.Merge(other.Pre),
        PostPreNumerators + other.PostPreNumerators, PostPreDenominators + other.PostPreDenominators,
        NumeratorByPreDenominator + other.NumeratorByPreDenominator,
        DenominatorByPreNumerator + other.DenominatorByPreNumerator);

    // ∇ of the value by the means of (m, d, m', d').
    internal double[] Gradient(double theta)
    {
        double d = Post.Denominator.Value, pastD = Pre.Denominator.Value;
        if (d == 0 || pastD == 0) return new double[4];
        return
        [
            1 / d, -Post.Numerator.Value / (d * d), -theta / pastD, theta * Pre.Numerator.Value / (pastD * pastD),
        ];
    }

    // gᵀ Λ g over all four.
    internal double QuadraticForm(ReadOnlySpan<double> gradient) => Product(gradient, 0, 4, gradient, 0, 4);

    private (double Covariance, double Variance) PastMoments()
    {
        var gradient = Gradient(1);
        return (Product(gradient, 2, 4, gradient, 0, 2), Product(gradient, 2, 4, gradient, 2, 4));
    }

    // left[from..to]ᵀ Λ[from..to, start..end] right[start..end].
    private double Product(ReadOnlySpan<double> left, int from, int to, ReadOnlySpan<double> right, int start, int end)
    {
        double sum = 0;
        for (var row = from; row < to; row++)
            for (var column = start; column < end; column++)
                sum += left[row] * Lambda(Math.Min(row, column), Math.Max(row, column)) * right[column];
        return sum;
    }

    // The covariance of a unit's sums, in the order m, d, m', d'; row is not above column.
    private double Lambda(int row, int column) => (row, column) switch
    {
        (0, 0) => Post.Numerator.Variance,
        (1, 1) => Post.Denominator.Variance,
        (2, 2) => Pre.Numerator.Variance,
        (3, 3) => Pre.Denominator.Variance,
        (0, 1) => Covariance(Post.Numerator, Post.Denominator, Post.SumOfProducts),
        (2, 3) => Covariance(Pre.Numerator, Pre.Denominator, Pre.SumOfProducts),
        (0, 2) => Covariance(Post.Numerator, Pre.Numerator, PostPreNumerators),
        (1, 3) => Covariance(Post.Denominator, Pre.Denominator, PostPreDenominators),
        (0, 3) => Covariance(Post.Numerator, Pre.Denominator, NumeratorByPreDenominator),
        _ => Covariance(Post.Denominator, Pre.Numerator, DenominatorByPreNumerator),
    };
}

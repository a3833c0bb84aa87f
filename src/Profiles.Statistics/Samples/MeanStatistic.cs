namespace Profiles.Statistics.Samples;

/// <summary>A mean over units, from sums: the variance is (Σx² - (Σx)²/n) / (n - 1).</summary>
/// <param name="Units">How many units.</param>
/// <param name="Sum">The sum of their values.</param>
/// <param name="SumOfSquares">The sum of the squares of their values.</param>
public sealed record MeanStatistic(long Units, double Sum, double SumOfSquares)
    : MetricStatistic, IMergeable<MeanStatistic>
{
    /// <inheritdoc/>
    public static MeanStatistic Empty { get; } = new(0, 0, 0);

    /// <inheritdoc/>
    public override long Units { get; } = Units;

    /// <inheritdoc/>
    public override double Value => Units == 0 ? 0 : Sum / Units;

    /// <inheritdoc/>
    public override double Variance => Units < 2 ? 0 : Math.Max(0, (SumOfSquares - Sum * Sum / Units) / (Units - 1));

    private protected override bool IsFinite => AllFinite(Sum, SumOfSquares);

    /// <summary>The statistic of these values, one a unit.</summary>
    public static MeanStatistic Of(ReadOnlySpan<double> values)
    {
        double sum = 0, squares = 0;
        foreach (var value in values)
        {
            sum += value;
            squares += value * value;
        }

        return new MeanStatistic(values.Length, sum, squares);
    }

    /// <inheritdoc/>
    public MeanStatistic Merge(MeanStatistic other) =>
        new(Units + other.Units, Sum + other.Sum, SumOfSquares + other.SumOfSquares);
}

using Profiles.Statistics.Effects;

namespace Profiles.Statistics.Samples;

/// <summary>A share of units: the variance is p (1 - p), as GrowthBook's ProportionStatistic has it.</summary>
/// <param name="Units">How many units.</param>
/// <param name="Successes">How many of them count; no more than there are.</param>
public sealed record ProportionStatistic(long Units, double Successes)
    : MetricStatistic, IMergeable<ProportionStatistic>
{
    /// <inheritdoc/>
    public static ProportionStatistic Empty { get; } = new(0, 0);

    /// <inheritdoc/>
    public override long Units { get; } = Units;

    /// <inheritdoc/>
    public override double Value => Units == 0 ? 0 : Successes / Units;

    /// <inheritdoc/>
    public override double Variance => Math.Max(0, Value * (1 - Value));

    private protected override bool IsFinite => double.IsFinite(Successes);

    /// <inheritdoc/>
    public override Insufficiency Check() =>
        Successes < 0 || Successes > Units ? Insufficiency.OutOfRange : base.Check();

    /// <inheritdoc/>
    public ProportionStatistic Merge(ProportionStatistic other) =>
        new(Units + other.Units, Successes + other.Successes);
}

using Profiles.Statistics.Resampling;

namespace Profiles.Statistics.Simulation;

/// <summary>Draws the units of an experiment whose truth is known, from its seed alone.</summary>
public static class SimulatedUnits
{
    private const int MaxOccasions = 5;

    /// <summary>The units of one run, in the order in which they meet their variants.</summary>
    /// <param name="options">The experiment.</param>
    /// <param name="run">Which of its runs; each has its own chance.</param>
    public static IEnumerable<SimulatedUnit> Draw(SimulationOptions options, int run)
    {
        options.Check();
        var chance = new SplitMix(new SplitMix(options.Seed + (ulong)run * 0xD1B54A32D192ED03).NextSeed());
        var total = options.Weights.Sum();
        for (var unit = 0; unit < options.Units; unit++) yield return Unit(options, total, ref chance);
    }

    private static SimulatedUnit Unit(SimulationOptions options, double totalWeight, ref SplitMix chance)
    {
        var variant = Variant(options, chance.NextDouble() * totalWeight);
        var lift = variant == 0 ? 0 : options.RelativeLift;
        var correlation = options.CorrelationWithPast ?? 0;
        if (options.Shape == OutcomeShape.Proportion)
            return Proportion(options, variant, lift, correlation, ref chance);

        var past = Normal(ref chance);
        var now = correlation * past + Math.Sqrt(1 - correlation * correlation) * Normal(ref chance);
        var knowsPast = options.CorrelationWithPast is not null;
        var ratio = options.Shape == OutcomeShape.Ratio;
        var occasions = ratio ? 1 + chance.Next(MaxOccasions) : 1;
        var pastOccasions = ratio && knowsPast ? 1 + chance.Next(MaxOccasions) : 1;
        return new SimulatedUnit(
            variant, occasions * Outcome(options, now) * (1 + lift), occasions,
            knowsPast ? pastOccasions * Outcome(options, past) : 0, pastOccasions);
    }

    // With the probability of the correlation the past comes again; a lift turns some of the no into yes, or back.
    private static SimulatedUnit Proportion(
        SimulationOptions options, int variant, double lift, double correlation, ref SplitMix chance)
    {
        var past = chance.NextDouble() < options.Mean;
        var again = chance.NextDouble() < Math.Abs(correlation);
        var fresh = chance.NextDouble() < options.Mean;
        var yes = again ? past : fresh;
        var turn = chance.NextDouble();
        if (lift > 0 && !yes) yes = turn < options.Mean * lift / (1 - options.Mean);
        else if (lift < 0 && yes) yes = turn >= -lift;
        var knowsPast = options.CorrelationWithPast is not null;
        return new SimulatedUnit(variant, yes ? 1 : 0, 1, knowsPast && past ? 1 : 0, 1);
    }

    // Of a standard normal: log-normal with the same mean and deviation where that is asked for.
    private static double Outcome(SimulationOptions options, double normal)
    {
        if (options.Shape != OutcomeShape.LogNormal) return options.Mean + options.StandardDeviation * normal;
        var relative = options.StandardDeviation / options.Mean;
        var variance = Math.Log(1 + relative * relative);
        return options.Mean * Math.Exp(Math.Sqrt(variance) * normal - variance / 2);
    }

    private static int Variant(SimulationOptions options, double place)
    {
        for (var variant = 0; variant < options.Weights.Length - 1; variant++)
        {
            place -= options.Weights[variant];
            if (place < 0) return variant;
        }

        return options.Weights.Length - 1;
    }

    // Half a step off the ends, where the quantile is infinite.
    private static double Normal(ref SplitMix chance) =>
        Distributions.NormalQuantile(chance.NextDouble() + 0.5 / (1UL << 53));
}

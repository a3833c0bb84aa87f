using System.Collections.Immutable;
using Profiles.Statistics.Experiments;
using Profiles.Statistics.Samples;

namespace Profiles.Statistics.Simulation;

/// <summary>The sums of simulated units so far, as an analysis wants them. Mutable, of one owner.</summary>
internal sealed class SimulatedSample
{
    private readonly SimulationOptions _options;
    private readonly AnalysedMetric _metric;
    private readonly Sums[] _variants;

    public SimulatedSample(SimulationOptions options, AnalysedMetric metric)
    {
        _options = options;
        _metric = metric;
        _variants = new Sums[options.Weights.Length];
    }

    public void Add(in SimulatedUnit unit)
    {
        ref var sums = ref _variants[unit.Variant];
        double m = unit.Outcome, d = unit.Occasions, pastM = unit.PastOutcome, pastD = unit.PastOccasions;
        sums.Units++;
        sums.M += m;
        sums.MM += m * m;
        sums.D += d;
        sums.DD += d * d;
        sums.MD += m * d;
        if (_options.CorrelationWithPast is null) return;
        sums.PastM += pastM;
        sums.PastMM += pastM * pastM;
        sums.PastD += pastD;
        sums.PastDD += pastD * pastD;
        sums.PastMD += pastM * pastD;
        sums.MPastM += m * pastM;
        sums.DPastD += d * pastD;
        sums.MPastD += m * pastD;
        sums.DPastM += d * pastM;
    }

    public ExperimentSample ToSample() => new(
        [_metric],
        [
            .. _variants.Select((sums, i) => new AnalysedVariant(
                i == 0 ? "control" : $"treatment{i}", _options.Weights[i], sums.Units, [Statistic(sums)])),
        ]);

    private MetricStatistic Statistic(in Sums sums)
    {
        var outcome = new MeanStatistic(sums.Units, sums.M, sums.MM);
        var past = new MeanStatistic(sums.Units, sums.PastM, sums.PastMM);
        var knowsPast = _options.CorrelationWithPast is not null;
        if (_options.Shape != OutcomeShape.Ratio)
        {
            if (knowsPast) return new AdjustedMeanStatistic(outcome, past, sums.MPastM);
            return _options.Shape == OutcomeShape.Proportion ? new ProportionStatistic(sums.Units, sums.M) : outcome;
        }

        var ratio = new RatioStatistic(outcome, new MeanStatistic(sums.Units, sums.D, sums.DD), sums.MD);
        if (!knowsPast) return ratio;
        return new AdjustedRatioStatistic(
            ratio, new RatioStatistic(past, new MeanStatistic(sums.Units, sums.PastD, sums.PastDD), sums.PastMD),
            sums.MPastM, sums.DPastD, sums.MPastD, sums.DPastM);
    }

    private struct Sums
    {
        public long Units;
        public double M, MM, D, DD, MD, PastM, PastMM, PastD, PastDD, PastMD, MPastM, DPastD, MPastD, DPastM;
    }
}

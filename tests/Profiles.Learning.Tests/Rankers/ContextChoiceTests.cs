using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Simulation;
using Profiles.Learning.Rankers;

namespace Profiles.Learning.Tests.Rankers;

public sealed class ContextChoiceTests
{
    private static readonly RankerOptions Options = new();

    private static readonly ContextFeature[] Hours =
        [ContextFeature.HourSine, ContextFeature.HourCosine, ContextFeature.Weekend];

    private static readonly ContextFeature[] Devices =
        [ContextFeature.DeviceTv, ContextFeature.DeviceMobile, ContextFeature.DeviceOther];

    [Fact]
    public void Fit_WhenTheDeviceDecides_GivesItsFeaturesWeights()
    {
        var (weights, parameters) = Fit(Samples((number, context) =>
        {
            var isTv = number % 2 == 0;
            context[(int)(isTv ? ContextFeature.DeviceTv : ContextFeature.DeviceMobile)] = 1;
            return isTv ? RankingSignal.Trend1Day : RankingSignal.ContentAffinity;
        }));

        Assert.Equal((1, 0), (parameters["ranker-device"], parameters["ranker-hour"]));
        Assert.True(parameters["ranker-validation-device"] > parameters["ranker-validation"]);
        Assert.True(weights[RankingSignal.Trend1Day, ContextFeature.DeviceTv]
            > weights[RankingSignal.Trend1Day, ContextFeature.DeviceMobile]);
        Assert.All(Hours, feature => AssertUnused(weights, feature));
        AssertUnused(weights, ContextFeature.DeviceOther);
    }

    [Fact]
    public void Fit_WhenTheHourDecides_GivesItsFeaturesWeights()
    {
        var (weights, parameters) = Fit(Samples((number, context) =>
        {
            context[(int)ContextFeature.HourSine] = number % 2 == 0 ? 1 : -1;
            return number % 2 == 0 ? RankingSignal.Trend1Day : RankingSignal.ContentAffinity;
        }));

        Assert.Equal((0, 1), (parameters["ranker-device"], parameters["ranker-hour"]));
        Assert.True(weights[RankingSignal.Trend1Day, ContextFeature.HourSine] > 0);
        Assert.All(Devices, feature => AssertUnused(weights, feature));
    }

    [Fact]
    public void Fit_WhenAllIsWatchedOnOneKindOfDevice_IsAsIfItWereUnknown()
    {
        var (unknown, _) = Fit(Samples((_, _) => RankingSignal.Trend1Day));
        var (same, parameters) = Fit(Samples((_, context) =>
        {
            context[(int)ContextFeature.DeviceTv] = 1;
            return RankingSignal.Trend1Day;
        }));

        Assert.Equal(unknown.Values.ToArray(), same.Values.ToArray());
        Assert.All(Devices, feature => AssertUnused(same, feature));
        Assert.Equal(0, parameters["ranker-device"]);
        Assert.DoesNotContain("ranker-validation", parameters.Keys);
    }

    [Fact]
    public void Fit_WhenTheHourIsChance_LeavesItOut()
    {
        var chance = new SeededChance(5, 5);
        var (weights, parameters) = Fit(Samples((_, context) =>
        {
            context[(int)ContextFeature.HourSine] = (float)(2 * chance.NextDouble() - 1);
            return RankingSignal.Trend1Day;
        }));

        var gain = parameters["ranker-validation-hour"] - parameters["ranker-validation"];
        Assert.True(gain <= 2 * parameters["ranker-validation-error-hour"], $"Chance gains {gain}");
        Assert.Equal(0, parameters["ranker-hour"]);
        Assert.All(Hours, feature => AssertUnused(weights, feature));
    }

    [Fact]
    public void Fit_WhenThereAreFewSamples_KnowsTheViewerAlone()
    {
        var (weights, parameters) = Fit(Samples((number, context) =>
        {
            context[(int)ContextFeature.HourSine] = number % 2;
            return RankingSignal.Trend1Day;
        }, 60));

        Assert.Equal(0, parameters["ranker-hour"]);
        Assert.All(Hours, feature => AssertUnused(weights, feature));
    }

    [Fact]
    public void Fit_WhenDone_KnowsHowFarScoresLieApart()
    {
        var samples = Samples((_, _) => RankingSignal.Trend1Day);
        var weights = new ContextChoice(samples, Options, 10).Fit();

        // Both signals are drawn evenly from 0 to 1, so that each has a variance of a twelfth.
        var (trend, affinity) = (
            weights[RankingSignal.Trend1Day, ContextFeature.Always],
            weights[RankingSignal.ContentAffinity, ContextFeature.Always]);
        var expected = Math.Sqrt((trend * trend + affinity * affinity) / 12.0);
        Assert.Equal(1, weights.ScoreDeviation / expected, 0.05);
    }

    [Fact]
    public void Fit_WhenThreadsDiffer_GivesTheSameBits()
    {
        var samples = Samples((number, context) =>
        {
            context[(int)ContextFeature.HourSine] = number % 3 - 1;
            context[(int)ContextFeature.DeviceTv] = number % 2;
            return number % 2 == 0 ? RankingSignal.Trend1Day : RankingSignal.ContentAffinity;
        });

        Assert.Equal(
            new ContextChoice(samples, Options, 10).Fit(threads: 1).Values.ToArray(),
            new ContextChoice(samples, Options, 10).Fit(threads: 4).Values.ToArray());
    }

    private static (RankerWeights Weights, IReadOnlyDictionary<string, double> Parameters) Fit(RankerSamples samples)
    {
        var choice = new ContextChoice(samples, Options, 10);
        return (choice.Fit(), choice.Parameters);
    }

    // Of forty contents with signals by chance, the one with the highest of the signal that the context asks for.
    private static RankerSamples Samples(Func<int, float[], RankingSignal> describe, int count = 1_000)
    {
        var chance = new SeededChance(7, 1);
        var samples = new RankerSamples([], Options);
        for (var number = 0; number < count; number++)
        {
            var context = new float[ContextFeatures.Count];
            context[(int)ContextFeature.Always] = 1;
            var decisive = describe(number, context);
            var rows = new float[40][];
            for (var row = 0; row < rows.Length; row++)
            {
                rows[row] = new float[RankingSignals.Count];
                rows[row][(int)RankingSignal.Trend1Day] = (float)chance.NextDouble();
                rows[row][(int)RankingSignal.ContentAffinity] = (float)chance.NextDouble();
            }

            var values = rows.OrderByDescending(row => row[(int)decisive]).SelectMany(row => row).ToArray();
            samples.Add(new RankerSamples.Sample(values, context, rows.Length, 0));
        }

        return samples;
    }

    private static void AssertUnused(RankerWeights weights, ContextFeature feature)
    {
        foreach (var signal in Enum.GetValues<RankingSignal>()) Assert.Equal(0, weights[signal, feature]);
    }
}

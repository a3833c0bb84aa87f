using FsCheck.Fluent;
using Profiles.Statistics.Effects;
using Profiles.Statistics.OffPolicy;

namespace Profiles.Statistics.Tests.OffPolicy;

public sealed class OffPolicyTests
{
    // Logged evenly between two actions; the target takes the first with 0.8. Rewards 1, 0 of the first, 0.5 of the
    // other.
    private static readonly LoggedReward[] ByHand =
    [
        new(1, 0.5, 0.8, 0.6, 0.58), new(0, 0.5, 0.8, 0.6, 0.58), new(0.5, 0.5, 0.2, 0.5, 0.58),
        new(0.5, 0.5, 0.2, 0.5, 0.58),
    ];

    [Theory]
    [InlineData(OffPolicyMethod.InversePropensity, 0.5)] // (1.6 + 0 + 0.2 + 0.2) / 4
    [InlineData(OffPolicyMethod.SelfNormalized, 0.5)] // 2 / (1.6 + 1.6 + 0.4 + 0.4)
    [InlineData(OffPolicyMethod.DoublyRobust, 0.5)] // 0.58 + (1.6 · 0.4 - 1.6 · 0.6) / 4
    public void Estimate_WhenComputedByHand_IsTheSame(OffPolicyMethod method, double expected)
    {
        var estimate = OffPolicyEstimate.Of(OffPolicySums.Of(ByHand), method);
        Assert.Equal(expected, estimate.Value, 1e-12);
        Assert.Equal(1, estimate.MeanWeight, 1e-12);
        Assert.Equal(16 / 5.44, estimate.EffectiveDecisions, 1e-12);
    }

    [Fact]
    public void Error_WhenComputedByHand_IsTheSame()
    {
        var sums = OffPolicySums.Of(ByHand);
        // wr = 1.6, 0, 0.2, 0.2 around 0.5: squares 1.21 + 0.25 + 0.09 + 0.09 = 1.64, over 3, over 4.
        Assert.Equal(
            Math.Sqrt(1.64 / 12), OffPolicyEstimate.Of(sums, OffPolicyMethod.InversePropensity).StandardError, 1e-12);
        // w (r - 0.5) = 0.8, -0.8, 0, 0 over Σw = 4.
        Assert.Equal(
            Math.Sqrt(1.28) / 4, OffPolicyEstimate.Of(sums, OffPolicyMethod.SelfNormalized).StandardError, 1e-12);
    }

    [Fact]
    public void Estimate_WhenTheTargetIsTheLogger_IsTheMeanReward() => Laws.Hold(
        Gen.Choose(0, 100).NonEmptyListOf(),
        drawn =>
        {
            if (drawn.Count < 2) return;
            var logged = drawn.Select(value => new LoggedReward(value / 10.0, 0.3, 0.3, 2, 2)).ToArray();
            foreach (var method in Enum.GetValues<OffPolicyMethod>())
            {
                var estimate = OffPolicyEstimate.Of(OffPolicySums.Of(logged), method);
                Assert.Equal(drawn.Average() / 10, estimate.Value, 1e-9);
                Assert.Equal(drawn.Count, estimate.EffectiveDecisions, 1e-6);
            }
        });

    [Fact]
    public void Sums_WhenSplit_MergeToTheWhole() => Laws.Hold(
        Gen.Choose(1, 8).Three().ArrayOf().Zip(Gen.Choose(0, 8)),
        drawn =>
        {
            // Powers of two and small whole numbers: sums are exact.
            var logged = drawn.Item1
                .Select(d => new LoggedReward(d.Item1, 0.5, d.Item2 / 8.0, d.Item3, d.Item1)).ToArray();
            var cut = Math.Min(drawn.Item2, logged.Length);
            var (left, right) = (OffPolicySums.Of(logged.AsSpan(0, cut)), OffPolicySums.Of(logged.AsSpan(cut)));
            Assert.Equal(OffPolicySums.Of(logged), left.Merge(right));
            Assert.Equal(OffPolicySums.Of(logged), right.Merge(left).Merge(OffPolicySums.Empty));
        });

    [Fact]
    public void Estimates_WhenRepeated_CoverTheTruth()
    {
        // Two actions, logged 0.7/0.3, target 0.2/0.8, rewards Bernoulli 0.3/0.5: the truth is 0.46.
        const int runs = 1000;
        var covered = new int[3];
        var chance = new Profiles.Statistics.Resampling.SplitMix(7);
        for (var run = 0; run < runs; run++)
        {
            var logged = new LoggedReward[500];
            for (var i = 0; i < logged.Length; i++)
            {
                var first = chance.NextDouble() < 0.7;
                var reward = chance.NextDouble() < (first ? 0.3 : 0.5) ? 1 : 0;
                logged[i] = new LoggedReward(
                    reward, first ? 0.7 : 0.3, first ? 0.2 : 0.8, first ? 0.2 : 0.6, 0.2 * 0.2 + 0.8 * 0.6);
            }

            foreach (var method in Enum.GetValues<OffPolicyMethod>())
            {
                var interval = OffPolicyEstimate.Of(OffPolicySums.Of(logged), method).Interval;
                if (interval.Low <= 0.46 && 0.46 <= interval.High) covered[(int)method]++;
            }
        }

        // Four standard errors of a share of 0.95 in 1,000 runs are 0.028.
        foreach (var share in covered.Select(count => count / (double)runs)) Assert.InRange(share, 0.922, 0.978);
    }

    [Fact]
    public void Weights_WhenCut_AreNoGreater()
    {
        var estimate = OffPolicyEstimate.Of(OffPolicySums.Of(ByHand, 1), OffPolicyMethod.InversePropensity);
        Assert.Equal((1 + 0 + 0.2 + 0.2) / 4, estimate.Value, 1e-12);
        Assert.Equal(0.7, estimate.MeanWeight, 1e-12);
    }

    public static TheoryData<LoggedReward[], Insufficiency> Degenerate => new()
    {
        { [], Insufficiency.TooFewUnits },
        { [new(1, 0.5, 0.5)], Insufficiency.TooFewUnits },
        { [new(1, 0, 0.5), new(1, 1.5, 0.5)], Insufficiency.OutOfRange },
        { [new(1, 0.5, 0.5), new(double.NaN, 0.5, 0.5)], Insufficiency.TooFewUnits },
        { [new(1, 0.5, 0), new(1, 0.5, 0)], Insufficiency.NoOverlap },
        { [new(1e200, 0.5, 0.5), new(1e200, 0.5, 0.5)], Insufficiency.NotFinite },
    };

    [Theory]
    [MemberData(nameof(Degenerate))]
    public void Estimate_WhenInputIsDegenerate_SaysWhatIsMissing(LoggedReward[] logged, Insufficiency expected)
    {
        foreach (var method in Enum.GetValues<OffPolicyMethod>())
        {
            var estimate = OffPolicyEstimate.Of(OffPolicySums.Of(logged), method);
            Assert.Equal(expected, estimate.Insufficiency);
            Assert.Equal((0, 0), (estimate.Value, estimate.StandardError));
        }
    }

    [Fact]
    public void Estimate_WhenAllRewardsAreOne_IsKnownWithoutError()
    {
        LoggedReward[] logged = [new(1, 0.5, 0.25), new(1, 0.5, 0.25), new(1, 0.25, 0.5)];
        var estimate = OffPolicyEstimate.Of(OffPolicySums.Of(logged), OffPolicyMethod.SelfNormalized);
        Assert.True(estimate.IsKnown);
        Assert.Equal((1, 0), (estimate.Value, estimate.StandardError));
    }
}

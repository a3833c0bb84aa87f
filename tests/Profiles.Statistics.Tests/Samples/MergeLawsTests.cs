using FsCheck;
using FsCheck.Fluent;
using Profiles.Statistics.Samples;

namespace Profiles.Statistics.Tests.Samples;

/// <summary>Merging the statistics of any split gives the numbers of the whole; of whole numbers, exactly.</summary>
public sealed class MergeLawsTests
{
    private static readonly Gen<(Unit[] Units, int[] Part)> Splits =
        Gen.Choose(-50, 50).ArrayOf(4).Select(x => new Unit(x[0], x[1] + 60, x[2], x[3] + 60)).ArrayOf()
            .SelectMany(units => Gen.Choose(0, 3).ArrayOf(units.Length).Select(part => (units, part)));

    [Fact]
    public void Statistics_WhenSplitAndMergedInAnyOrder_AreThoseOfTheWhole()
    {
        AssertLaw(units => MeanStatistic.Of([.. units.Select(unit => unit.Post)]));
        AssertLaw(units => new ProportionStatistic(units.Length, units.Count(unit => unit.Post > 0)));
        AssertLaw(Ratio);
        AssertLaw(units => new AdjustedMeanStatistic(
            Mean(units, unit => unit.Post), Mean(units, unit => unit.Pre), units.Sum(unit => unit.Post * unit.Pre)));
        AssertLaw(units => new AdjustedRatioStatistic(
            Ratio(units), Ratio([.. units.Select(unit => new Unit(unit.Pre, unit.PreCount, 0, 0))]),
            units.Sum(unit => unit.Post * unit.Pre), units.Sum(unit => unit.Count * unit.PreCount),
            units.Sum(unit => unit.Post * unit.PreCount), units.Sum(unit => unit.Count * unit.Pre)));
    }

    private static RatioStatistic Ratio(Unit[] units) => new(
        Mean(units, unit => unit.Post), Mean(units, unit => unit.Count), units.Sum(unit => unit.Post * unit.Count));

    private static MeanStatistic Mean(Unit[] units, Func<Unit, double> value) =>
        MeanStatistic.Of([.. units.Select(value)]);

    private static void AssertLaw<T>(Func<Unit[], T> summarize)
        where T : IMergeable<T> => Laws.Hold(Splits, split =>
    {
        var parts = Enumerable.Range(0, 4)
            .Select(part => summarize([.. split.Units.Where((_, i) => split.Part[i] == part)])).ToArray();
        var whole = summarize(split.Units);
        Assert.Equal(whole, parts[0].Merge(parts[1]).Merge(parts[2]).Merge(parts[3]));
        Assert.Equal(whole, parts[3].Merge(parts[2].Merge(parts[1].Merge(parts[0]))));
        Assert.Equal(whole, whole.Merge(T.Empty));
        Assert.Equal(whole, T.Empty.Merge(whole));
    });

    private sealed record Unit(double Post, double Count, double Pre, double PreCount);
}

using Profiles.Core.Simulation;
using Profiles.Learning.Links;

namespace Profiles.Learning.Tests.Links;

public sealed class LinkTrainerTests
{
    private const long Hour = 3_600_000;
    private const float Tolerance = 1e-6f;

    private static readonly LinkOptions Plain = new()
    {
        ForwardDecay = 0.5f,
        SourceExponent = 0,
        TargetExponent = 0,
    };

    [Fact]
    public void Pairs_WhenSequencesAreKnown_CountByDistance()
    {
        // 0 1 2 and 0 2: from 0, item 1 at distance 1, item 2 at distances 2 and 1.
        var links = LinkTrainer.Pairs(Of([0, 1, 2], [0, 2]), Plain);
        Assert.Equal([(1, 1f), (2, 1.5f)], RowOf(links, 0));
        Assert.Equal([(2, 1f)], RowOf(links, 1));
        Assert.Empty(RowOf(links, 2));
    }

    [Fact]
    public void Pairs_WhenBackwardCounts_LeadBack()
    {
        var links = LinkTrainer.Pairs(
            Of([0, 1, 2]), Plain with { BackwardWeight = 0.25f, BackwardDecay = 0.1f });
        Assert.Equal([(0, 0.025f), (1, 0.25f)], RowOf(links, 2));
    }

    [Fact]
    public void Pairs_WhenItemsAreFrequent_AreHeldBack()
    {
        // Item 0 was taken twice and item 1 three times.
        var links = LinkTrainer.Pairs(
            Of([0, 1], [0, 1], [1, 2]),
            Plain with { SourceExponent = 1, Shrinkage = 2, TargetExponent = 0.5f });
        Assert.Equal(2 / 4f / MathF.Sqrt(3), Assert.Single(RowOf(links, 0)).Weight, Tolerance);
    }

    [Fact]
    public void Pairs_WhenOld_CountLess()
    {
        var old = new (int, int, long)[] { (0, 0, 0), (0, 1, Hour) };
        var recent = new (int, int, long)[] { (1, 0, 48 * Hour), (1, 2, 49 * Hour) };
        var links = LinkTrainer.Pairs(
            ItemSequences.Of(2, 3, [.. old, .. recent]), Plain with { HalfLifeDays = 1 });
        Assert.Equal(0.25f, RowOf(links, 0)[0].Weight, Tolerance);
        Assert.Equal(1f, RowOf(links, 0)[1].Weight, Tolerance);
    }

    [Fact]
    public void Pairs_WhenGapIsTooLong_AreNone()
    {
        var sequences = ItemSequences.Of(1, 3, [(0, 0, 0), (0, 1, Hour / 2), (0, 2, 2 * Hour)]);
        var links = LinkTrainer.Pairs(sequences, Plain with { MaxGapHours = 1 });
        Assert.Equal([(1, 1f)], RowOf(links, 0));
        Assert.Empty(RowOf(links, 1));
    }

    [Fact]
    public void Pairs_WhenRowIsFull_KeepTheHeaviestAndOfEqualOnesTheFirst()
    {
        var links = LinkTrainer.Pairs(Of([0, 4], [0, 4], [0, 3], [0, 2], [0, 1]), Plain with { MaxRow = 3 });
        Assert.Equal([(1, 1f), (2, 1f), (4, 2f)], RowOf(links, 0));
    }

    [Fact]
    public void TwoHops_WhenThereIsAWayBetween_LeadThere()
    {
        // 0 leads to 1 alone, and 1 to 2 three times out of four.
        var sequences = Of([0, 1], [1, 2], [1, 2], [1, 2], [1, 3]);
        var hop = LinkTrainer.Pairs(sequences, Plain);
        var links = LinkTrainer.TwoHops(sequences, hop, targetExponent: 0, maxRow: 10);
        Assert.Equal([(2, 0.75f), (3, 0.25f)], RowOf(links, 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Pairs_WhenThreadsDiffer_GiveTheSameBytes(int threads)
    {
        var chance = new SeededChance(5);
        var choices = Enumerable.Range(0, 5_000).Select(i => (chance.NextInt(300), chance.NextZipf(400), i * Hour));
        var sequences = ItemSequences.Of(300, 400, [.. choices]);
        var options = new LinkOptions { BackwardWeight = 1, HalfLifeDays = 20, MaxRow = 20 };
        Assert.Equal(
            LinkTrainer.Pairs(sequences, options).Write(), LinkTrainer.Pairs(sequences, options, threads).Write());
    }

    private static ItemSequences Of(params int[][] sequences) => ItemSequences.Of(
        sequences.Length, 1 + sequences.Max(sequence => sequence.Max()),
        [.. sequences.SelectMany((items, user) => items.Select((item, place) => (user, item, place * Hour)))]);

    private static List<(int Target, float Weight)> RowOf(LinkMatrix links, int row) =>
        [.. links.TargetsOf(row).ToArray().Zip(links.WeightsOf(row).ToArray())];
}

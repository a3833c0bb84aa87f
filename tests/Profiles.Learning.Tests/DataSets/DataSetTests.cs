using System.Collections.Immutable;
using Profiles.Core.Events;
using Profiles.Learning.DataSets;

namespace Profiles.Learning.Tests.DataSets;

public sealed class DataSetTests
{
    private const long Now = 1_800_000_000_000;

    [Fact]
    public void Ratings_WhenOutOfOrder_AreSortedByTimeAndFileOrder()
    {
        var events = Ratings("1::0a::9::90000030\n2::0a::1::90000010\n1::b::5::90000010\n\n");
        Assert.Equal(["rating:2:0a", "rating:1:b", "rating:1:0a"], events.Select(rating => rating.Id));
        Assert.Equal(0.9, events[2].Value);
    }

    [Fact]
    public void Ratings_WhenCsvHasAHeader_SkipsIt() => Assert.Single(
        RatingFile.Read("r", new StringReader("userId,movieId,rating,timestamp\n1,2,3.5,100000000\n"), 5, Now));

    [Theory]
    [InlineData("1::a::9::90000030\n1::a::9\n", "r:2: ")]
    [InlineData("1::a::11::30\n", "r:1: ")]
    [InlineData("1\ta\t1\t90000030\n\n1\tb\t1\t30\n", "r:2: The line is empty.")]
    [InlineData("", "r: The file holds nothing.")]
    public void Ratings_WhenALineIsBad_NameIt(string text, string expected) =>
        AssertRefused(expected, () => Ratings(text));

    [Fact]
    public void Sequences_WhenRead_KeepIdsAndOrder()
    {
        var set = SequenceFile.ReadSequences("s", new StringReader("u1 07 7\tx\nu2 x 07\n"));
        Assert.Equal(["07", "7", "x"], set.Sequences[0].Select(item => set.Items[item]));
        Assert.Equal(["x", "07"], set.Sequences[1].Select(item => set.Items[item]));
        Assert.Equal("u2", set.Users[1]);
    }

    [Theory]
    [InlineData("u1 a\nu2\n", "s:2: The line has no item after the user.")]
    [InlineData("u1 a\nu1 b\n", "s:2: User 'u1' has a line already.")]
    [InlineData("u1 a\u0001\n", "s:1: The line holds a control character.")]
    public void Sequences_WhenALineIsBad_NameIt(string text, string expected) =>
        AssertRefused(expected, () => SequenceFile.ReadSequences("s", new StringReader(text)));

    [Fact]
    public void Pairs_WhenRead_AreGroupedByUserInOrder()
    {
        var set = SequenceFile.ReadPairs("p", new StringReader("1 5\n2 5\n1 3\n"));
        Assert.Equal(["5", "3"], set.Sequences[0].Select(item => set.Items[item]));
        Assert.Equal(["5"], set.Sequences[1].Select(item => set.Items[item]));
    }

    [Fact]
    public void Pairs_WhenALineHasThreeFields_NameIt() => AssertRefused(
        "p:2: The line has not the two fields user and item.",
        () => SequenceFile.ReadPairs("p", new StringReader("1 5\n2 5 4\n")));

    [Fact]
    public void Negatives_WhenRead_BelongTogether()
    {
        var set = Negatives("0\t1\t5\t20\n0\t2\t4\t10\n1\t2\t3\t5\n", "0\t3\t4\t30\n1\t4\t4\t30\n",
            "(0,3)\t4\t5\n(1,4)\t1\n");
        Assert.Equal(["2", "1"], set.Training.Sequences[0].Select(item => set.Training.Items[item]));
        Assert.Equal(["4", "5"], set.Cases[0].Negatives.Select(item => set.Training.Items[item]));
        Assert.Equal(1, set.Cases[1].User);
    }

    [Theory]
    [InlineData("0\t1\t5\n", "0\t3\t4\t30\n", "(0,3)\t4\n", "train:1: ")]
    [InlineData("0\t1\t5\tnoon\n", "0\t3\t4\t30\n", "(0,3)\t4\n", "train:1: The timestamp")]
    [InlineData("0\t1\t5\t1\n", "0\t3\tx\t30\n", "(0,3)\t4\n", "test:1: The rating")]
    [InlineData("0\t1\t5\t1\n", "0\t3\t4\t30\n", "0,3\t4\n", "negatives:1: The line does not begin")]
    [InlineData("0\t1\t5\t1\n", "0\t3\t4\t30\n", "(0,2)\t4\n", "negatives:1: It is about (0,2)")]
    [InlineData("0\t1\t5\t1\n", "0\t3\t4\t30\n", "(0,3)\t4\t3\n", "negatives:1: The relevant item")]
    [InlineData("0\t1\t5\t1\n", "0\t3\t4\t30\n", "(0,3)\n", "negatives:1: The line has no negative")]
    [InlineData("0\t1\t5\t1\n", "0\t3\t4\t30\n0\t4\t4\t30\n", "(0,3)\t4\n", "negatives: It has 1 lines")]
    [InlineData("0\t1\t5\t1\n", "0\t3\t4\t30\n", "(0,3)\t4\n(0,3)\t4\n", "negatives:2: The test part has no line")]
    public void Negatives_WhenALineIsBad_NameIt(string train, string test, string negatives, string expected) =>
        AssertRefused(expected, () => Negatives(train, test, negatives));

    private static ImmutableArray<ViewingEvent> Ratings(string text) =>
        RatingFile.Read("r", new StringReader(text), 10, Now);

    private static NegativesSet Negatives(string train, string test, string negatives) => NegativesFiles.Read(
        ("train", new StringReader(train)), ("test", new StringReader(test)),
        ("negatives", new StringReader(negatives)));

    private static void AssertRefused(string expected, Func<object> read) =>
        Assert.StartsWith(expected, Assert.Throws<DataSetException>(read).Message, StringComparison.Ordinal);
}

using Profiles.Core.Catalogue;

namespace Profiles.Core.Tests.Catalogue;

public sealed class ContentNumbersTests
{
    [Fact]
    public void NumberOf_WhenAskedAgain_IsTheSameAndDense()
    {
        var numbers = new ContentNumbers();

        var given = Enumerable.Range(0, 1000).Select(n => numbers.NumberOf($"c{n}")).ToArray();

        Assert.Equal(Enumerable.Range(0, 1000), given);
        Assert.Equal(7, numbers.NumberOf("c7"));
        Assert.Equal("c7", numbers.IdOf(7));
        Assert.Equal(1000, numbers.Count);
    }

    [Fact]
    public void NumberOf_WhenTheBoundIsReached_IsNone()
    {
        var numbers = new ContentNumbers(maxContents: 2);
        numbers.NumberOf("a");
        numbers.NumberOf("b");

        Assert.Equal(ContentNumbers.None, numbers.NumberOf("c"));
        Assert.Equal(1, numbers.NumberOf("b"));
        Assert.False(numbers.TryGet("c", out var number));
        Assert.Equal(ContentNumbers.None, number);
    }

    [Fact]
    public void NumberOf_WhenManyThreadsAsk_GivesEachIdOne()
    {
        var numbers = new ContentNumbers();

        Parallel.For(0, 40_000, n => Assert.Equal($"c{n % 5000}", numbers.IdOf(numbers.NumberOf($"c{n % 5000}"))));

        Assert.Equal(5000, numbers.Count);
        Assert.Equal(5000, Enumerable.Range(0, 5000).Select(numbers.IdOf).Distinct().Count());
    }

    [Fact]
    public void IdOf_WhenNeverGivenOut_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContentNumbers().IdOf(3));
}

using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Tests;

/// <summary>Every host comes to the same shares, and little moves when one comes or goes.</summary>
public sealed class PartitionSharesTests
{
    [Theory]
    [InlineData(1, 32)]
    [InlineData(3, 32)]
    [InlineData(5, 4)]
    [InlineData(16, 512)]
    public void Of_WhenHostsShare_GivesNoneMoreThanItsEvenPart(int hosts, int partitions)
    {
        var shares = PartitionShares.Of(Hosts(hosts), partitions);

        Assert.Equal(partitions, shares.Length);
        Assert.All(
            shares.GroupBy(host => host), held => Assert.True(held.Count() <= (partitions + hosts - 1) / hosts));
    }

    [Fact]
    public void Of_WhenHostsAreSeenInAnotherOrder_IsTheSame() =>
        Assert.Equal(PartitionShares.Of(Hosts(7), 64), PartitionShares.Of([.. Hosts(7).Reverse()], 64));

    [Fact]
    public void Of_WhenAHostGoes_MovesLittleMoreThanItsShare()
    {
        var before = PartitionShares.Of(Hosts(8), 512);
        var after = PartitionShares.Of(Hosts(7), 512);

        var moved = before.Zip(after).Count(pair => pair.First != pair.Second);
        Assert.InRange(moved, 512 / 8, 512 / 4);
    }

    private static string[] Hosts(int count) =>
        [.. Enumerable.Range(1, count).Select(host => $"10.0.0.{host}:11111@42")];
}

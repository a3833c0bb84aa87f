using Profiles.Analytics.Tests;
using Profiles.Storage.Hubs;
using Profiles.Storage.Postgres;

namespace Profiles.Storage.Tests.Postgres;

/// <summary>Each partition of a hub has one reader, which goes on where the one before was done.</summary>
public sealed class PostgresHubPlacesTests(PostgresServer server)
{
    private static readonly string[] Partitions = ["0", "1", "2", "3", "4"];
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Hold_WhenAlone_TakesEveryPartitionFromItsStart()
    {
        await using var test = new TestCluster(server);
        var places = await OpenAsync(test);

        var held = await HoldAsync(places, "a");

        Assert.Equal(Partitions, held.Select(place => place.Partition));
        Assert.All(held, place => Assert.Equal(-1, place.Sequence));
    }

    [Fact]
    public async Task Hold_WhenAnotherComes_SharesEvenly()
    {
        await using var test = new TestCluster(server);
        var places = await OpenAsync(test);
        var first = await HoldAsync(places, "a");

        Assert.Empty(await HoldAsync(places, "b"));
        Assert.Equal(3, (await HoldAsync(places, "a")).Count);
        var second = await HoldAsync(places, "b");

        Assert.Equal(["3", "4"], second.Select(place => place.Partition));
        Assert.All(second, place => Assert.True(
            place.Epoch > first.Single(before => before.Partition == place.Partition).Epoch));
        Assert.Equal(3, (await HoldAsync(places, "a")).Count);
    }

    [Fact]
    public async Task Hold_WhenRenewed_KeepsItsEpochs()
    {
        await using var test = new TestCluster(server);
        var places = await OpenAsync(test);

        Assert.Equal(await HoldAsync(places, "a"), await HoldAsync(places, "a"));
    }

    [Fact]
    public async Task Hold_WhenManyCome_GivesEachPartitionToOne()
    {
        await using var test = new TestCluster(server);
        var places = await OpenAsync(test);
        var owners = Enumerable.Range(0, 4).Select(host => $"host-{host}").ToList();

        // Who came first gives the surplus back in the second round; the third round takes it.
        for (var round = 0; round < 2; round++)
            await Task.WhenAll(owners.Select(owner => HoldAsync(places, owner)));
        var held = await Task.WhenAll(owners.Select(owner => HoldAsync(places, owner)));

        Assert.Equal(Partitions, held.SelectMany(mine => mine).Select(place => place.Partition).Order());
        Assert.Equal([1, 1, 1, 2], held.Select(mine => mine.Count).Order());
    }

    [Fact]
    public async Task Advance_WhenStillItsOwn_IsWhereTheNextOneBegins()
    {
        await using var test = new TestCluster(server);
        var places = await OpenAsync(test);
        var first = (await HoldAsync(places, "a"))[0];

        Assert.True(await AdvanceAsync(places, first, 41));
        await places.ReleaseAsync("a", TestContext.Current.CancellationToken);

        Assert.Equal(41, (await HoldAsync(places, "b"))[0].Sequence);
    }

    [Fact]
    public async Task Advance_WhenAnotherHasTakenItOver_IsRefused()
    {
        await using var test = new TestCluster(server);
        var places = await OpenAsync(test);
        var first = (await HoldAsync(places, "a", TimeSpan.Zero))[0];
        var second = (await HoldAsync(places, "b"))[0];

        Assert.Equal(first.Partition, second.Partition);
        Assert.False(await AdvanceAsync(places, first, 41));
        Assert.True(await AdvanceAsync(places, second, 7));

        // And never backwards.
        Assert.True(await AdvanceAsync(places, second, 3));
        Assert.Equal(7, (await HoldAsync(places, "b"))[0].Sequence);
    }

    [Fact]
    public async Task Hold_WhenOfAnotherGroup_IsApart()
    {
        await using var test = new TestCluster(server);
        var cluster = await test.OpenAsync();
        await HoldAsync(new PostgresHubPlaces(cluster, "hub", "profiles"), "a");

        Assert.Equal(5, (await HoldAsync(new PostgresHubPlaces(cluster, "hub", "others"), "b")).Count);
    }

    private static async Task<IHubPlaces> OpenAsync(TestCluster test) =>
        new PostgresHubPlaces(await test.OpenAsync(), "hub", "profiles");

    private static Task<IReadOnlyList<HubPlace>> HoldAsync(
        IHubPlaces places, string owner, TimeSpan? lease = null) =>
        places.HoldAsync(owner, Partitions, lease ?? Long, TestContext.Current.CancellationToken).AsTask();

    private static ValueTask<bool> AdvanceAsync(IHubPlaces places, HubPlace place, long sequence) =>
        places.AdvanceAsync(place, sequence, sequence + 1, TestContext.Current.CancellationToken);
}

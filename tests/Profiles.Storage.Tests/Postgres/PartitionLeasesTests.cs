using Profiles.Analytics.Tests;
using Profiles.Storage.Postgres;

namespace Profiles.Storage.Tests.Postgres;

/// <summary>A partition has one holder at a time, and a new one after the old one is gone.</summary>
public sealed class PartitionLeasesTests(PostgresServer server)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Take_WhenAnotherHostHasIt_GetsNothing()
    {
        await using var test = new TestCluster(server);
        var leases = new PartitionLeases(await test.OpenAsync());

        Assert.NotNull(await TakeAsync(leases, "a", Long));
        Assert.Null(await TakeAsync(leases, "b", Long));
        Assert.Equal(new string?[] { "a", null }, await leases.ReadOwnersAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Take_WhenTheHolderDidNotRenew_GetsALaterEpochAndTheHolderLosesIt()
    {
        await using var test = new TestCluster(server);
        var leases = new PartitionLeases(await test.OpenAsync());
        var first = await TakeAsync(leases, "a", TimeSpan.Zero);

        var second = await TakeAsync(leases, "b", Long);

        Assert.True(second!.Epoch > first!.Epoch);
        Assert.Empty(await RenewAsync(leases, first));
        Assert.Equal([0], await RenewAsync(leases, second));
        await leases.ReleaseAsync(first, TestContext.Current.CancellationToken);
        Assert.Equal(new string?[] { "b", null }, await leases.ReadOwnersAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Take_WhenTheHolderReleased_GetsItAtOnce()
    {
        await using var test = new TestCluster(server);
        var leases = new PartitionLeases(await test.OpenAsync());
        var first = await TakeAsync(leases, "a", Long);

        await leases.ReleaseAsync(first!, TestContext.Current.CancellationToken);

        Assert.NotNull(await TakeAsync(leases, "b", Long));
        Assert.Empty(await RenewAsync(leases, first!));
    }

    [Fact]
    public async Task Take_WhenManyHostsAskAtOnce_OneGetsIt()
    {
        await using var test = new TestCluster(server);
        var leases = new PartitionLeases(await test.OpenAsync());

        var taken = await Task.WhenAll(Enumerable.Range(0, 16).Select(host => TakeAsync(leases, $"{host}", Long)));

        Assert.Single(taken, lease => lease is not null);
    }

    private static Task<PartitionLease?> TakeAsync(PartitionLeases leases, string owner, TimeSpan length) =>
        leases.TryTakeAsync(0, owner, length, TestContext.Current.CancellationToken);

    private static Task<IReadOnlySet<int>> RenewAsync(PartitionLeases leases, PartitionLease lease) =>
        leases.RenewAsync([lease], Long, TestContext.Current.CancellationToken);
}

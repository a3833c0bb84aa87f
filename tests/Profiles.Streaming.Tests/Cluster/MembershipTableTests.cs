using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;
using Orleans.Runtime;
using Profiles.Analytics.Tests;
using Profiles.Storage.Postgres;
using Profiles.Streaming.Cluster.Membership;

namespace Profiles.Streaming.Tests.Cluster;

/// <summary>
/// Orleans' entries survive the way into the database and back; what the table does with them is tested there.
/// </summary>
public sealed class MembershipTableTests(PostgresServer server)
{
    private static readonly DateTime Started = new(2026, 1, 1, 12, 0, 0, 120, DateTimeKind.Utc);

    [Fact]
    public async Task Entry_WhenInsertedAndUpdated_IsReadAsItWasWritten()
    {
        await using var test = await MembershipOf.NewAsync(server);
        var entry = Entry(1, SiloStatus.Joining);
        var empty = await test.Table.ReadAll();

        Assert.True(await test.Table.InsertRow(entry, empty.Version.Next()));
        var inserted = await test.Table.ReadRow(entry.SiloAddress);
        Assert.Equal(entry.ToFullString(), inserted.Members[0].Item1.ToFullString());

        entry.Status = SiloStatus.Dead;
        entry.AddSuspector(Entry(2, SiloStatus.Active).SiloAddress, Started.AddSeconds(3));
        entry.AddSuspector(Entry(3, SiloStatus.Active).SiloAddress, Started.AddSeconds(4));
        Assert.True(await test.Table.UpdateRow(entry, inserted.Members[0].Item2, inserted.Version.Next()));
        var updated = await test.Table.ReadAll();
        Assert.Equal(entry.ToFullString(), updated.Members[0].Item1.ToFullString());
        Assert.Equal(2, updated.Version.Version);
    }

    [Fact]
    public async Task Change_WhenItBuildsOnAnOldVersion_IsRefused()
    {
        await using var test = await MembershipOf.NewAsync(server);
        var first = Entry(1, SiloStatus.Active);
        var empty = await test.Table.ReadAll();
        Assert.True(await test.Table.InsertRow(first, empty.Version.Next()));
        var last = await test.Table.ReadAll();

        Assert.False(await test.Table.InsertRow(Entry(2, SiloStatus.Active), empty.Version.Next()));
        Assert.False(await test.Table.InsertRow(first, last.Version.Next()));
        Assert.False(await test.Table.UpdateRow(first, last.Members[0].Item2, empty.Version.Next()));
        Assert.False(await test.Table.UpdateRow(first, empty.Version.VersionEtag, last.Version.Next()));
    }

    [Fact]
    public async Task UpdateIAmAlive_WhenOnlyTheAddressIsGiven_ChangesThatTimeAndNeitherEtag()
    {
        await using var test = await MembershipOf.NewAsync(server);
        var entry = Entry(1, SiloStatus.Active);
        Assert.True(await test.Table.InsertRow(entry, (await test.Table.ReadAll()).Version.Next()));
        var before = await test.Table.ReadAll();

        var at = Started.AddMinutes(1);
        await test.Table.UpdateIAmAlive(new MembershipEntry { SiloAddress = entry.SiloAddress, IAmAliveTime = at });

        var after = await test.Table.ReadAll();
        Assert.Equal(at, after.Members[0].Item1.IAmAliveTime);
        Assert.Equal(before.Members[0].Item2, after.Members[0].Item2);
        Assert.Equal(before.Version, after.Version);
    }

    [Fact]
    public async Task Gateways_WhenSilosDiffer_AreThoseOfActiveSilosThatHaveOne()
    {
        await using var test = await MembershipOf.NewAsync(server);
        var closed = Entry(4, SiloStatus.Active);
        closed.ProxyPort = 0;
        foreach (var entry in (MembershipEntry[])
            [Entry(1, SiloStatus.Active), Entry(2, SiloStatus.Joining), Entry(3, SiloStatus.Dead), closed])
        {
            Assert.True(await test.Table.InsertRow(entry, (await test.Table.ReadAll()).Version.Next()));
        }

        Assert.Equal(["gwy.tcp://127.0.0.1:30001/7"], (await test.Gateways.GetGateways()).Select(uri => $"{uri}"));
    }

    private static MembershipEntry Entry(int number, SiloStatus status) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 11111 + number, 7),
        Status = status,
        ProxyPort = 30000 + number,
        HostName = "host",
        SiloName = $"silo {number}",
        RoleName = "role",
        UpdateZone = 1,
        FaultZone = 2,
        StartTime = Started,
        IAmAliveTime = Started.AddSeconds(1),
    };

    private sealed class MembershipOf(PostgresDatabase database, PostgresCluster cluster, PostgresMembership membership)
        : IAsyncDisposable
    {
        public IMembershipTable Table { get; } = new PostgresMembershipTable(membership);

        public IGatewayListProvider Gateways { get; } =
            new PostgresGatewayList(membership, Options.Create(new GatewayOptions()));

        public static async Task<MembershipOf> NewAsync(PostgresServer server)
        {
            var database = new PostgresDatabase(server);
            var cluster = await PostgresCluster.OpenAsync(
                database.ConnectionString, 1, TestContext.Current.CancellationToken);
            var test = new MembershipOf(
                database, cluster, new PostgresMembership(database.ConnectionString, "test"));
            await test.Table.InitializeMembershipTable(tryInitTableVersion: true);
            return test;
        }

        public async ValueTask DisposeAsync()
        {
            await membership.DisposeAsync();
            await cluster.DisposeAsync();
            database.Dispose();
        }
    }
}

using Profiles.Analytics.Tests;
using Profiles.Storage.Postgres;

namespace Profiles.Storage.Tests.Postgres;

/// <summary>What Orleans asks of a membership table.</summary>
public sealed class PostgresMembershipTests(PostgresServer server)
{
    // PostgreSQL keeps microseconds.
    private static readonly DateTime Started = new(2026, 1, 1, 12, 0, 0, 120, DateTimeKind.Utc);

    [Fact]
    public async Task Read_WhenNew_IsVersionZeroWithoutMembers()
    {
        await using var test = new TestCluster(server);
        var membership = await test.OpenMembershipAsync("a");

        var read = await ReadAsync(membership);

        Assert.Equal(0, read.Version);
        Assert.NotEmpty(read.Etag);
        Assert.Empty(read.Members);
    }

    [Fact]
    public async Task Create_WhenItIsThere_LeavesItAsItIs()
    {
        await using var test = new TestCluster(server);
        var membership = await test.OpenMembershipAsync("a");
        var after = await AddAsync(membership, Silo("1"));

        await membership.CreateAsync(TestContext.Current.CancellationToken);

        Assert.Equivalent(after, await ReadAsync(membership));
    }

    [Fact]
    public async Task Read_WhenItWasNeverMade_SaysSo()
    {
        await using var test = new TestCluster(server);
        var membership = await test.OpenMembershipAsync("a");
        await membership.DeleteAsync("a", TestContext.Current.CancellationToken);

        var fault = await Assert.ThrowsAsync<StorageUnavailableException>(() => ReadAsync(membership));

        Assert.Contains("'a' has no membership", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_WhenTheVersionIsTheLast_RaisesItAndReadsBackWhole()
    {
        await using var test = new TestCluster(server);
        var membership = await test.OpenMembershipAsync("a");
        var before = await ReadAsync(membership);

        Assert.True(await membership.TryAddAsync(
            Silo("1"), 1, before.Etag, TestContext.Current.CancellationToken));

        var after = await ReadAsync(membership);
        Assert.Equal(1, after.Version);
        Assert.NotEqual(before.Etag, after.Etag);
        var read = Assert.Single(after.Members);
        Assert.NotEmpty(read.Etag);
        Assert.Equivalent(Silo("1") with { Etag = read.Etag }, read);
    }

    [Fact]
    public async Task Add_WhenTheVersionIsOldOrTheSiloKnown_ChangesNothing()
    {
        await using var test = new TestCluster(server);
        var membership = await test.OpenMembershipAsync("a");
        var before = await ReadAsync(membership);
        var after = await AddAsync(membership, Silo("1"));

        Assert.False(await membership.TryAddAsync(
            Silo("2"), 2, before.Etag, TestContext.Current.CancellationToken));
        Assert.False(await membership.TryAddAsync(
            Silo("1"), 2, after.Etag, TestContext.Current.CancellationToken));

        Assert.Equivalent(after, await ReadAsync(membership));
    }

    [Fact]
    public async Task Replace_WhenBothEtagsAreTheLast_ReplacesTheWholeEntry()
    {
        await using var test = new TestCluster(server);
        var membership = await test.OpenMembershipAsync("a");
        var before = await AddAsync(membership, Silo("1"));
        var changed = new Member("1", "Dead")
        {
            GatewayPort = 7,
            HostName = "h2",
            Name = "n2",
            RoleName = "r",
            UpdateZone = 3,
            FaultZone = 4,
            StartedAt = Started.AddSeconds(1),
            AliveAt = Started.AddSeconds(2),
            Suspicions = [new Suspicion("2", Started.AddSeconds(3)), new Suspicion("3", Started.AddSeconds(4))],
            Etag = before.Members[0].Etag,
        };

        Assert.True(await membership.TryReplaceAsync(
            changed, 2, before.Etag, TestContext.Current.CancellationToken));

        var after = await ReadAsync(membership);
        Assert.Equal(2, after.Version);
        Assert.NotEqual(before.Etag, after.Etag);
        Assert.NotEqual(changed.Etag, after.Members[0].Etag);
        Assert.Equivalent(changed with { Etag = after.Members[0].Etag }, after.Members[0]);
    }

    [Fact]
    public async Task Replace_WhenAnEtagIsOldOrTheSiloUnknown_ChangesNothing()
    {
        await using var test = new TestCluster(server);
        var membership = await test.OpenMembershipAsync("a");
        var first = await AddAsync(membership, Silo("1"));
        Assert.True(await membership.TryReplaceAsync(
            first.Members[0], 2, first.Etag, TestContext.Current.CancellationToken));
        var last = await ReadAsync(membership);

        var (oldEntry, oldVersion, unknown) = (first.Members[0], last.Members[0], Silo("2") with { Etag = "none" });
        Assert.False(await membership.TryReplaceAsync(
            oldEntry, 3, last.Etag, TestContext.Current.CancellationToken));
        Assert.False(await membership.TryReplaceAsync(
            oldVersion, 3, first.Etag, TestContext.Current.CancellationToken));
        Assert.False(await membership.TryReplaceAsync(
            unknown, 3, last.Etag, TestContext.Current.CancellationToken));

        Assert.Equivalent(last, await ReadAsync(membership));
    }

    [Fact]
    public async Task Change_WhenManySilosChangeAtOnce_OneSucceedsAVersion()
    {
        await using var test = new TestCluster(server);
        var membership = await test.OpenMembershipAsync("a");
        var before = await ReadAsync(membership);

        var added = await Task.WhenAll(Enumerable.Range(0, 12).Select(
            _ => membership.TryAddAsync(Silo("1"), 1, before.Etag, TestContext.Current.CancellationToken)));
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            bool isDone;
            do
            {
                var read = await ReadAsync(membership);
                isDone = await membership.TryReplaceAsync(
                    read.Members[0], read.Version + 1, read.Etag, TestContext.Current.CancellationToken);
            }
            while (!isDone);
        }));

        Assert.Single(added, isDone => isDone);
        Assert.Equal(13, (await ReadAsync(membership)).Version);
    }

    [Fact]
    public async Task NoteAlive_WhenNoted_ChangesThatTimeAlone()
    {
        await using var test = new TestCluster(server);
        var membership = await test.OpenMembershipAsync("a");
        var before = await AddAsync(membership, Silo("1"));
        var at = Started.AddMinutes(5);

        await membership.NoteAliveAsync("1", at, TestContext.Current.CancellationToken);
        await membership.NoteAliveAsync("unknown", at, TestContext.Current.CancellationToken);

        var expected = before with { Members = [before.Members[0] with { AliveAt = at }] };
        Assert.Equivalent(expected, await ReadAsync(membership));
    }

    [Fact]
    public async Task CleanUp_WhenEntriesAreOld_RemovesThoseThatAreNotActive()
    {
        await using var test = new TestCluster(server);
        var membership = await test.OpenMembershipAsync("a");
        var recent = Started.AddHours(2);
        foreach (var member in (Member[])
        [
            Silo("active"),
            Silo("dead") with { Status = "Dead" },
            Silo("joining") with { Status = "Joining" },
            Silo("dead-alive") with { Status = "Dead", AliveAt = recent },
            Silo("dead-started") with { Status = "Dead", StartedAt = recent },
            Silo("dead-lately") with { Status = "Dead", Suspicions = [new Suspicion("active", recent)] },
        ])
        {
            await AddAsync(membership, member);
        }

        await membership.CleanUpAsync(Started.AddHours(1), TestContext.Current.CancellationToken);

        Assert.Equal(
            ["active", "dead-alive", "dead-lately", "dead-started"],
            (await ReadAsync(membership)).Members.Select(member => member.Silo).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Clusters_WhenTheyShareTheTables_DoNotSeeEachOther()
    {
        await using var test = new TestCluster(server);
        var (first, second) = (await test.OpenMembershipAsync("a"), await test.OpenMembershipAsync("b"));
        await AddAsync(first, Silo("1") with { Status = "Dead" });
        var before = await AddAsync(second, Silo("1") with { Status = "Dead" });

        await first.NoteAliveAsync("1", Started.AddHours(9), TestContext.Current.CancellationToken);
        await first.CleanUpAsync(Started.AddHours(10), TestContext.Current.CancellationToken);
        await first.DeleteAsync("a", TestContext.Current.CancellationToken);

        Assert.Equivalent(before, await ReadAsync(second));
        Assert.Equivalent(
            before.Members[0],
            Assert.Single((await second.ReadAsync("1", TestContext.Current.CancellationToken)).Members));
        Assert.Empty((await second.ReadAsync("2", TestContext.Current.CancellationToken)).Members);
    }

    private static Member Silo(string silo) => new(silo, Member.Active)
    {
        GatewayPort = 30000, HostName = "h", Name = "n", StartedAt = Started, AliveAt = Started,
    };

    private static Task<Membership> ReadAsync(PostgresMembership membership) =>
        membership.ReadAsync(null, TestContext.Current.CancellationToken);

    private static async Task<Membership> AddAsync(PostgresMembership membership, Member member)
    {
        var read = await ReadAsync(membership);
        Assert.True(await membership.TryAddAsync(
            member, read.Version + 1, read.Etag, TestContext.Current.CancellationToken));
        return await ReadAsync(membership);
    }
}

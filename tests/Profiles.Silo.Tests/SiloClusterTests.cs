using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Profiles.Analytics.Tests;

namespace Profiles.Silo.Tests;

/// <summary>What a cluster of processes promises to whoever speaks HTTP with it.</summary>
public sealed class SiloClusterTests(PostgresServer server)
{
    // Beyond what any wait of a test lasts: whoever needs it to run out fails.
    private static readonly (string, string) EndlessLease = ("Profiles__Cluster__LeaseLength", "00:05:00");
    private static readonly (string, string) ShortLease = ("Profiles__Cluster__LeaseLength", "00:00:03");

    [Fact]
    public async Task Read_WhenTheEventWasSentToAnotherNode_IncludesIt()
    {
        await using var cluster = await SiloCluster.StartAsync(server, 3, EndlessLease);
        for (var i = 0; i < 30; i++)
        {
            var token = await cluster.SendAsync(i, SomeEvents.Event($"e{i}", $"u{i % 10}", i));

            var profile = await cluster.ReadAsync(cluster.Nodes[(i + 1) % 3], $"u{i % 10}", token);
            Assert.Equal(1 + (i / 10), (int)profile["counters"]!["events"]!);
        }
    }

    [Fact]
    public async Task Send_WhenANodeIsKilledUnderLoad_CountsEveryAcknowledgedEventOnce()
    {
        await using var cluster = await SiloCluster.StartAsync(server, 3, ShortLease);
        const int Senders = 4;
        const int EventsASender = 200;
        const int UsersASender = 10;
        var last = new ConcurrentDictionary<string, string>();
        var sent = 0;

        var sending = Enumerable.Range(0, Senders).Select(async sender =>
        {
            for (var i = 0; i < EventsASender; i++)
            {
                var user = $"s{sender}-u{i % UsersASender}";
                var happened = SomeEvents.Event($"s{sender}-e{i}", user, i);
                last[user] = await cluster.SendAsync(sender, happened);

                // A client that is not sure sends it again.
                if (i % 5 == 0) await cluster.SendAsync(sender + 1, happened);
                Interlocked.Increment(ref sent);
            }
        }).ToArray();
        while (Volatile.Read(ref sent) < Senders * EventsASender / 2) await Task.Delay(10, cluster.Ended);
        await cluster.Nodes[2].KillAsync();
        await Task.WhenAll(sending);
        await cluster.WaitUntilAllHeldAsync();

        foreach (var (user, token) in last)
        {
            var profile = await cluster.ReadAsync(cluster.Nodes[0], user, token);
            Assert.Equal(EventsASender / UsersASender, (int)profile["counters"]!["events"]!);
        }
    }

    [Fact]
    public async Task Start_WhenEveryNodeHasDied_JoinsWithoutThemAndServesWhatTheyTook()
    {
        await using var cluster = await SiloCluster.StartAsync(server, 2, ShortLease);
        var token = await cluster.SendAsync(0, SomeEvents.Event("e1", "u1", 1));
        await cluster.Nodes[0].KillAsync();
        await cluster.Nodes[1].KillAsync();

        // At other ports, as a new machine would be: nothing says that it replaces one of them.
        var node = cluster.Add();
        await node.WaitUntilReadyAsync(cluster.Ended);
        await cluster.WaitUntilAllHeldAsync();

        var profile = await cluster.ReadAsync(node, "u1", token);
        Assert.Equal(1, (int)profile["counters"]!["events"]!);
    }

    [Fact]
    public async Task Stop_WhenTold_HandsOverWithoutALeaseRunningOut()
    {
        await using var cluster = await SiloCluster.StartAsync(server, 3, EndlessLease);
        var tokens = new string[20];
        for (var i = 0; i < tokens.Length; i++)
            tokens[i] = await cluster.SendAsync(i, SomeEvents.Event($"e{i}", $"u{i}", i));

        Assert.Equal(0, await cluster.Nodes[1].StopAsync(cluster.Ended));
        await cluster.WaitUntilAllHeldAsync();

        for (var i = 0; i < tokens.Length; i++)
        {
            var token = await cluster.SendAsync(0, SomeEvents.Event($"later-{i}", $"u{i}", 100 + i));
            var profile = await cluster.ReadAsync(cluster.Nodes[2], $"u{i}", token);
            Assert.Equal(2, (int)profile["counters"]!["events"]!);
        }
    }

    [Fact]
    public async Task Ready_WhenItSaysSo_IsActiveInTheMembershipAndFoldsItsShare()
    {
        await using var cluster = await SiloCluster.StartAsync(server, 1, EndlessLease);

        Assert.Equal(1, await cluster.AskAsync<long>(
            "select count(*) from profiles_cluster.members where status = 'Active'"));
        await cluster.Add().WaitUntilReadyAsync(cluster.Ended);
        Assert.Equal(2, await cluster.AskAsync<long>(
            "select count(*) from profiles_cluster.members where status = 'Active'"));
    }
}

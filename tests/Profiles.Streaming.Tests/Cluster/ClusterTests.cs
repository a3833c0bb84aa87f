using System.Collections.Concurrent;
using System.Text.Json;
using Profiles.Analytics.Tests;
using Profiles.Contracts;
using Profiles.Contracts.Experiments;
using Profiles.Core.Content;
using Profiles.Storage.Models;
using Profiles.Streaming.Trends;

namespace Profiles.Streaming.Tests.Cluster;

/// <summary>What one data folder promises, several hosts promise together.</summary>
public sealed class ClusterTests(PostgresServer server)
{
    [Theory]
    [InlineData((short)2)]
    [InlineData((short)3)]
    public async Task Read_WhenTheEventWasSentToAnotherSilo_IncludesIt(short count)
    {
        await using var silos = await TestSilos.StartAsync(server, count);
        for (var i = 0; i < 60; i++)
        {
            var token = await silos.SendAsync(i % count, TestPlatform.Event($"e{i}", $"u{i % 20}", i));

            Assert.Equal(1 + (i / 20), await silos.CountAsync((i + 1) % count, $"u{i % 20}", token));
        }
    }

    [Fact]
    public async Task Link_WhenDeviceAndUserAreOnOtherSilos_MovesTheProfile()
    {
        await using var silos = await TestSilos.StartAsync(server, 3);
        for (var i = 0; i < 8; i++)
        {
            var (device, user) = ($"d{i}", $"u{i}");
            await silos.SendAsync(0, TestPlatform.DeviceEvent($"a{i}", device, 1));
            Assert.True(ReadToken.TryParse(
                await silos.Grain(1, TestPlatform.Device(device)).LinkAsync(user), out var linked));
            await silos.CountAsync(1, user, linked);
            var token = await silos.SendAsync(2, TestPlatform.DeviceEvent($"b{i}", device, 2));

            Assert.Equal(2, await silos.CountAsync(0, user, token));
        }
    }

    [Fact]
    public async Task Send_WhenASiloDiesAndAnotherStopsUnderLoad_CountsEveryAcknowledgedEventOnce()
    {
        await using var silos = await TestSilos.StartAsync(server, 3);
        const int Senders = 6;
        const int EventsASender = 250;
        var last = new ConcurrentDictionary<string, ReadToken>();
        var sent = 0;

        var sending = Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            for (var i = 0; i < EventsASender; i++)
            {
                var user = $"s{sender}-u{i % 10}";
                var happened = TestPlatform.Event($"s{sender}-e{i}", user, i);
                last[user] = await silos.SendAsync(sender, happened);

                // A client that is not sure sends it again.
                if (i % 5 == 0) await silos.SendAsync(sender + 1, happened);
                Interlocked.Increment(ref sent);
            }
        })).ToArray();
        await WhenSentAsync(Senders * EventsASender / 3);
        await silos.Cluster.KillSiloAsync(silos.Cluster.Silos[2]);
        await WhenSentAsync(Senders * EventsASender * 2 / 3);
        await silos.Cluster.StopSiloAsync(silos.Cluster.Silos[1]);
        await Task.WhenAll(sending);
        await silos.WaitUntilAllHeldAsync();

        foreach (var (user, token) in last)
            Assert.Equal(EventsASender / 10, await silos.CountAsync(0, user, token));

        async Task WhenSentAsync(int count)
        {
            while (Volatile.Read(ref sent) < count) await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Send_WhenTheContentWasPutElsewhere_FoldsItsTraits()
    {
        await using var silos = await TestSilos.StartAsync(server, 3);
        for (var i = 0; i < 30; i++)
        {
            // Folded wherever the viewer's partition is, perhaps before that silo has heard of the content.
            var content = new ContentItem { Id = $"c{i}", Kind = ContentKind.Movie, Title = "A", Genres = [$"g{i}"] };
            await silos.Get<IContentCatalogue>(i % 3).UpsertAsync([content], TestContext.Current.CancellationToken);
            var token = await silos.SendAsync(i % 3, TestPlatform.Event($"e{i}", $"u{i}", 1, content: $"c{i}"));

            var profile = await silos.ReadAsync((i + 1) % 3, $"u{i}", token);
            Assert.Equal($"g{i}", Assert.Single(profile.Affinities.Genres).Key);
            while (!silos.Get<IContentCatalogue>((i + 2) % 3).TryGet($"c{i}", out _))
                await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Change_WhenSilosChangeAtOnce_KeepsEveryChangeAndAllFollow()
    {
        await using var silos = await TestSilos.StartAsync(server, 3);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
        {
            await silos.Get<ISegments>(i % 3).PutAsync(
                SegmentTests.Segment($"s{i}", """{"counters.plays":{"$gte":1}}"""),
                TestContext.Current.CancellationToken);
            await silos.Get<IExperiments>(i % 3).ChangeAsync(
                "ann", "parameter", set => set with { Parameters = set.Parameters.Add($"p{i}", Json("1")) },
                TestContext.Current.CancellationToken);
        })));

        for (var silo = 0; silo < 3; silo++)
        {
            while (silos.Get<ISegments>(silo).Current.Segments.Length < 12
                || silos.Get<IExperiments>(silo).Current.Set.Parameters.Count < 12)
                await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal(12, silos.Get<IExperiments>(0).ReadAudit(null, null, null, 100).Count);
    }

    [Fact]
    public async Task Promote_WhenDoneOnOneSilo_ServesOnAll()
    {
        await using var silos = await TestSilos.StartAsync(server, 2);
        silos.Get<ModelStore>(0).Write(SmallModel.Artefact());
        Assert.True(silos.Get<IModels>(1).Promote(SmallModel.Version, isForced: false).IsDone);

        foreach (var silo in new[] { 0, 1 })
        {
            while (silos.Get<IModels>(silo).Read().Serving != SmallModel.Version)
                await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Trends_WhenViewersAreOnAllSilos_AreTheSameOnEach()
    {
        await using var silos = await TestSilos.StartAsync(server, 2);
        for (var i = 0; i < 40; i++)
        {
            var token = await silos.SendAsync(i % 2, TestPlatform.Event($"e{i}", $"u{i}", i, content: "match"));
            await silos.CountAsync(0, $"u{i}", token);
        }

        foreach (var silo in new[] { 0, 1 })
        {
            var trends = silos.Get<TrendPublisher>(silo);
            while (trends.Publish().Positions.ToArray().Sum() < 40)
                await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    internal static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}

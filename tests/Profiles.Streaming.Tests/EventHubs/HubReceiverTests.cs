using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Profiles.Contracts;
using Profiles.Core.Units;
using Profiles.Storage;
using Profiles.Storage.Hubs;
using Profiles.Streaming.EventHubs;
using Profiles.Streaming.Hosting;
using Profiles.Streaming.Ingestion;
using static Profiles.Streaming.Tests.TestPlatform;

namespace Profiles.Streaming.Tests.EventHubs;

/// <summary>What a hub holds is counted once each, whatever happens on the way.</summary>
public sealed class HubReceiverTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("profiles-").FullName;
    private readonly FakePlaces _places = new();

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task Receiver_WhenMessagesAreOfAnyForm_CountsTheirEvents()
    {
        var hub = new FakeHub(2);
        hub.Send(0, Json("e1", "ann"));
        hub.Send(0, $"[{Json("e2", "ann")},{Json("e3", "ann")}]", "application/json");
        hub.Send(1, $"{Json("e4", "ann")}\n{Json("e5", "ann")}\n", "application/x-ndjson");
        hub.Send(1, $"{Json("e6", "ann")}\n{Json("e7", "ann")}", "application/octet-stream");
        hub.Send(
            0, $$"""{"specversion":"1.0","id":"e8","source":"/tv","type":"tv.play","data":{{Json(null, "ann")}}}""",
            "application/cloudevents+json; charset=utf-8");
        hub.Send(
            1, Json(null, "ann"), "application/json", ("cloudEvents:specversion", "1.0"), ("cloudEvents:id", "e9"),
            ("cloudEvents:source", "/tv"), ("cloudEvents:type", "tv.play"));
        await using var platform = await StartAsync(hub);

        await _places.WaitForAsync(hub);

        Assert.Equal(9, await CountAsync(platform, User("ann")));
        Assert.Empty(await ListAsync(platform));
    }

    [Fact]
    public async Task Receiver_WhenAMessageNamesItsTenant_CountsItThere()
    {
        var hub = new FakeHub(1);
        hub.Send(0, Json("e1", "ann"), null, ("tenant", "north"));
        hub.Send(0, Json("e2", "ann"), null, ("tenant", "no name"));
        await using var platform = await StartAsync(hub);

        await _places.WaitForAsync(hub);

        Assert.Equal(1, await CountAsync(platform, new UnitKey("north", UnitKind.User, "ann")));
        Assert.Equal(0, await CountAsync(platform, User("ann")));
        Assert.Contains("tenant", Assert.Single(await ListAsync(platform)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receiver_WhenAMessageCannotBeRead_SetsItAsideAndGoesOn()
    {
        var hub = new FakeHub(1);
        hub.Send(0, Json("e1", "ann"));
        hub.Send(0, "no event");
        hub.Send(0, $"[{Json("e2", "ann")},{{\"id\":\"e3\",\"userId\":\"ann\"}}]");
        hub.Send(0, Json("e4", "ann"));
        await using var platform = await StartAsync(hub);

        await _places.WaitForAsync(hub);

        Assert.Equal(3, await CountAsync(platform, User("ann")));
        var letters = await ListAsync(platform);
        Assert.Equal([1, 2], letters.Select(letter => letter.Sequence));
        Assert.All(letters, letter => Assert.Equal(("hub/0", HubLetters.Unreadable), (letter.Unit, letter.Cause)));
        Assert.Contains("malformed_json", letters[0].Detail, StringComparison.Ordinal);
        Assert.StartsWith("1: ", letters[1].Detail, StringComparison.Ordinal);

        // What is as wrong as before stays.
        Assert.Equal(0, await ReplayAsync(platform));
        Assert.Equal(2, (await ListAsync(platform)).Count);
    }

    [Fact]
    public async Task Replay_WhenTheMessageCanBeReadByNow_CountsEachEventOnce()
    {
        // An event from a clock that is ahead is refused until its day has come.
        var hub = new FakeHub(1);
        var later = DateTimeOffset.UtcNow.AddDays(3);
        hub.Send(0, $"[{Json("e1", "ann")},{Json("e2", "ann", later)}]");
        var clock = new ShiftedTime();
        await using var platform = await StartAsync(
            hub, services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        await _places.WaitForAsync(hub);
        Assert.Equal(1, await CountAsync(platform, User("ann")));

        clock.Shift = TimeSpan.FromDays(3);

        Assert.Equal(1, await ReplayAsync(platform));
        Assert.Equal(2, await CountAsync(platform, User("ann")));
        Assert.Empty(await ListAsync(platform));
    }

    [Fact]
    public async Task Receiver_WhenTheLogRefuses_ReadsNoMoreUntilItTakesThem()
    {
        var hub = new FakeHub(1);
        hub.Send(0, Json("e1", "ann"));
        var reads = 0;
        var readsAtRefusals = new List<int>();
        hub.BeforeRead = _ => Interlocked.Increment(ref reads);
        RefusingIngestion? ingestion = null;
        await using var platform = await StartAsync(hub, services => services.Replace(
            ServiceDescriptor.Singleton<IEventIngestion>(provider =>
            {
                ingestion = new RefusingIngestion(provider.GetRequiredService<EventIngestion>())
                {
                    Refused = () => readsAtRefusals.Add(Volatile.Read(ref reads)),
                };
                ingestion.Refuse(3);
                return ingestion;
            })));

        await _places.WaitForAsync(hub);

        Assert.Equal([1, 1, 1], readsAtRefusals);
        Assert.Equal(1, await CountAsync(platform, User("ann")));
    }

    [Fact]
    public async Task Receiver_WhenItDiesBeforeTheCheckpoint_CountsWhatItReadsAgainOnce()
    {
        var hub = new FakeHub(1);
        for (var i = 0; i < 50; i++) hub.Send(0, Json($"e{i}", "ann"));
        hub.Send(0, "no event");
        _places.BeforeNote = _ => throw new StorageUnavailableException("The process is about to die.");
        await using (var first = await StartAsync(hub))
        {
            var appended = new TaskCompletionSource();
            hub.BeforeRead = _ =>
            {
                if (first.Get<PartitionSet>().Sum(partition => partition.Durable) >= 50) appended.TrySetResult();
            };
            await appended.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }

        hub.BeforeRead = _ => { };
        _places.BeforeNote = _ => true;
        await using var second = await StartAsync(hub);
        await _places.WaitForAsync(hub);

        Assert.Equal(50, await CountAsync(second, User("ann")));
        Assert.Single(await ListAsync(second));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Receiver_WhenAnythingFailsAtAnyTime_CountsEachEventOnce(int seed)
    {
        var random = new Random(seed);
        var hub = new FakeHub(3) { Redelivered = 4 };
        var sent = new Dictionary<string, HashSet<string>>();
        var poison = 0;
        for (var message = 0; message < 400; message++)
        {
            var user = $"user-{random.Next(7)}";
            var events = Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"e{random.Next(900)}").ToList();
            var isPoison = random.Next(20) == 0;
            var body = string.Join('\n', events.Select(id => Json(id, user)).Append(isPoison ? "no event" : ""));
            if (isPoison) poison++;
            if (!sent.TryGetValue(user, out var ids)) sent.Add(user, ids = []);
            ids.UnionWith(events);

            // Also in partitions that are not the user's: producers need not agree.
            hub.Send(random.Next(3), body, "application/x-ndjson");
        }

        var chance = new Lock();
        bool Happens(int oneIn)
        {
            lock (chance) return random.Next(oneIn) == 0;
        }

        hub.BeforeRead = _ =>
        {
            if (Happens(8)) throw new IOException("The hub has closed the connection.");
        };
        _places.BeforeNote = _ => Happens(8)
            ? throw new StorageUnavailableException("PostgreSQL is away.")
            : !Happens(8);
        RefusingIngestion? refusing = null;
        await using var platform = await StartAsync(
            hub,
            services => services.Replace(ServiceDescriptor.Singleton<IEventIngestion>(provider =>
            {
                refusing = new RefusingIngestion(provider.GetRequiredService<EventIngestion>());
                refusing.Refuse(2);
                return refusing;
            })),
            maxBatch: 16);

        await _places.WaitForAsync(hub);

        foreach (var (user, ids) in sent) Assert.Equal(ids.Count, await CountAsync(platform, User(user)));
        Assert.Equal(poison, (await ListAsync(platform)).Count);
    }

    private Task<TestPlatform> StartAsync(
        FakeHub hub, Action<IServiceCollection>? configure = null, int maxBatch = 500) =>
        TestPlatform.StartAsync(_path, services =>
        {
            services.AddSingleton<IHub>(hub);
            services.AddSingleton<IHubPlaces>(_places);
            services.AddHubReceiver(new HubOptions
            {
                MaxBatchMessages = maxBatch,
                MaxWait = TimeSpan.FromMilliseconds(20),
                CheckpointInterval = TimeSpan.Zero,
                LookInterval = TimeSpan.FromMilliseconds(10),
            });
            configure?.Invoke(services);
        });

    private static string Json(string? id, string user, DateTimeOffset? at = null)
    {
        var text = new StringBuilder("{");
        if (id is not null) text.Append($"\"id\":\"{id}\",");
        var time = (at ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).ToString("yyyy-MM-ddTHH:mm:ssZ");
        return text.Append($"\"userId\":\"{user}\",\"contentId\":\"c1\",\"type\":\"play\",\"occurredAt\":\"{time}\"}}")
            .ToString();
    }

    private static async Task<long> CountAsync(TestPlatform platform, UnitKey unit)
    {
        var ends = platform.Get<PartitionSet>()
            .Where(partition => partition.Durable > 0)
            .Select(partition => new ReadPosition(partition.Number, partition.Durable - 1)).ToList();
        return (await platform.ReadAsync(unit, new ReadToken(ends, coversDevices: false))).Counters.Events;
    }

    private static ValueTask<IReadOnlyList<DeadLetter>> ListAsync(TestPlatform platform) =>
        platform.Get<IDeadLetters>().ListAsync(100, includeReplayed: false, TestContext.Current.CancellationToken);

    private static ValueTask<int> ReplayAsync(TestPlatform platform) =>
        platform.Get<IDeadLetters>().ReplayAsync([], TestContext.Current.CancellationToken);

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
    }
}

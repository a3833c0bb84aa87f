using System.Diagnostics.Metrics;
using Profiles.Contracts;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Slates;
using Profiles.Storage.Models;
using static Profiles.Streaming.Tests.TestPlatform;

namespace Profiles.Streaming.Tests;

[Collection("served slates")]
public sealed class ServingTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("profiles-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task Content_WhenUpserted_IsACandidateAtOnce()
    {
        await using var platform = await StartAsync(_path);
        await UpsertAsync(platform, 3);

        Assert.Equal(3, (await NextAsync(platform, "ann")).Items.Length);
    }

    [Fact]
    public async Task SlateIds_WhenAskedAtOnce_AreAllDifferent()
    {
        await using var platform = await StartAsync(_path);
        await UpsertAsync(platform, 3);

        var slates = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(n => NextAsync(platform, $"u{n % 3}").AsTask()));

        Assert.Equal(200, slates.Select(slate => slate.SlateId).Distinct().Count());
        Assert.All(slates, slate => Assert.True(SlateId.TryParse(slate.SlateId, out _)));
    }

    [Fact]
    public async Task Shadow_WhenAnotherVersionIsSet_IsCompared()
    {
        var store = new ModelFolder(ModelFolder.FolderOf(_path));
        Directory.CreateDirectory(_path);
        store.Write(Model("one"));
        store.Write(Model("two"));
        using var measured = new Measured("profiles.shadow.overlap", "profiles.slates.items");
        await using (var platform = await StartAsync(_path, options: options => options.ShadowShare = 1))
        {
            var models = platform.Get<IModels>();
            Assert.True(models.Promote("one", isForced: false).IsDone);
            Assert.True(models.SetShadow("two").IsDone);
            Assert.Equal(("one", "two"), (models.Read().Serving, models.Read().Shadow));
            await UpsertAsync(platform, 20);
            var sent = await platform.SendAsync(Event("e1", "ann", 1, "c3"));
            await platform.WaitAsync(User("ann"), sent.Token);
            await NextAsync(platform, "ann");
        }

        // Two versions of the same numbers agree.
        Assert.Equal([1], measured.Values("profiles.shadow.overlap"));
        Assert.Equal(10, measured.Values("profiles.slates.items").Sum());
    }

    [Fact]
    public async Task Slate_WhenAskedOfALoadedVersion_IsMadeWithIt()
    {
        var store = new ModelFolder(ModelFolder.FolderOf(_path));
        Directory.CreateDirectory(_path);
        store.Write(Model("one"));
        store.Write(Model("two"));
        await using var platform = await StartAsync(_path);
        var models = platform.Get<IModels>();
        Assert.True(models.Promote("one", isForced: false).IsDone);
        Assert.True(models.SetShadow("two").IsDone);
        await UpsertAsync(platform, 3);

        Assert.Equal("one", (await NextAsync(platform, "ann")).ModelVersion);
        Assert.Equal("two", (await NextAsync(platform, "ann", "two")).ModelVersion);
        Assert.Equal("one", (await NextAsync(platform, "ann", "gone")).ModelVersion);
    }

    [Fact]
    public async Task Events_WhenTheyNameASlate_AreAttributedToVersionAndSource()
    {
        using var measured = new Measured("profiles.slates.clicks", "profiles.slates.impressions");
        await using var platform = await StartAsync(_path);
        await UpsertAsync(platform, 5);

        // New contents are candidates at once, unless the machine was slow to renew them a moment ago.
        var slate = await NextAsync(platform, "ann");
        while (slate.Items.IsEmpty) slate = await NextAsync(platform, "ann");
        var events = new[] { ViewingEventType.Impression, ViewingEventType.Play, ViewingEventType.Progress }
            .Select((type, n) => Event($"e{n}", "ann", n, slate.Items[0].ContentId) with
            {
                Type = type, SlateId = slate.SlateId,
            });

        var sent = await platform.SendAsync([.. events, Event("other", "ann", 9, "c1") with { SlateId = "no slate" }]);
        await platform.WaitAsync(User("ann"), sent.Token);

        Assert.Equal([1], measured.Values("profiles.slates.impressions"));
        Assert.Equal([1], measured.Values("profiles.slates.clicks"));
        Assert.Contains(("model", "untrained"), measured.Tags("profiles.slates.clicks"));
    }

    [Fact]
    public async Task Embedding_WhenTheModelHasNoFactors_IsNull()
    {
        await using var platform = await StartAsync(_path);

        Assert.Null(await platform.Grain(User("ann")).GetEmbeddingAsync());
    }

    private static ModelArtefact Model(string version) => ModelArtefact.Create(
        new ModelManifest { Version = version, CreatedAt = DateTimeOffset.UnixEpoch }, ["c1", "c3"], new float[16],
        Identity(), new Dictionary<LinkKind, byte[]>(),
        new RankerWeights(Weights(), new float[RankingSignals.Count]));

    private static float[] Identity()
    {
        var gram = new float[64];
        for (var i = 0; i < 8; i++) gram[i * 9] = 1;
        return gram;
    }

    private static float[] Weights()
    {
        var weights = new float[RankingSignals.Count * ContextFeatures.Count];
        weights[(int)RankingSignal.Popularity * ContextFeatures.Count] = 1;
        return weights;
    }

    private static ValueTask<Slate> NextAsync(TestPlatform platform, string user, string? model = null) =>
        platform.Grain(User(user)).GetNextAsync(new NextRequest(10, SlateSurface.Home, ModelVersion: model));

    private static async Task UpsertAsync(TestPlatform platform, int count) => await platform.Catalogue.UpsertAsync(
        [.. Enumerable.Range(0, count).Select(n => new ContentItem
        {
            Id = $"c{n}", Kind = ContentKind.Movie, Title = $"C {n}", Genres = ["Drama"],
        })],
        TestContext.Current.CancellationToken);

    /// <summary>What instruments measured while it lived. Others measure in the same process: names tell.</summary>
    private sealed class Measured : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Lock _lock = new();
        private readonly List<(string Name, double Value, (string, string)[] Tags)> _all = [];

        public Measured(params string[] names)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (names.Contains(instrument.Name)) listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        public IEnumerable<double> Values(string name)
        {
            lock (_lock) return [.. _all.Where(item => item.Name == name).Select(item => item.Value)];
        }

        public IEnumerable<(string, string)> Tags(string name)
        {
            lock (_lock) return [.. _all.Where(item => item.Name == name).SelectMany(item => item.Tags)];
        }

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var copied = new (string, string)[tags.Length];
            for (var i = 0; i < tags.Length; i++) copied[i] = (tags[i].Key, tags[i].Value?.ToString() ?? "");
            lock (_lock) _all.Add((instrument.Name, value, copied));
        }
    }
}

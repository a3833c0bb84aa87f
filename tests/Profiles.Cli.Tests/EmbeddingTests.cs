using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Profiles.Cli.Embeddings;
using Profiles.Core.Catalogue;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Trends;
using Profiles.Storage;
using Profiles.Storage.Models;

namespace Profiles.Cli.Tests;

public sealed class EmbeddingTests
{
    private static readonly EmbeddingRetries NoDelay = new(
        TimeSpan.FromSeconds(30), [TimeSpan.Zero, TimeSpan.Zero], TimeSpan.Zero);

    [Fact]
    public async Task Train_WhenTextsAreEmbedded_ScoresWhatNobodyWatchedByItsText()
    {
        using var folder = new TemporaryFolder();
        await using var server = await EmbeddingServer.StartAsync();
        await ImportAsync(folder);

        var run = await TrainAsync(folder, server);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var made = JsonDocument.Parse(run.Out);
        Assert.Equal(2, made.RootElement.GetProperty("textItems").GetInt32());
        Assert.Equal(42, server.Asked.Count);
        Assert.Contains("Cold comedy\nGenres: Comedy\nTags: funny", server.Asked);
        var model = new ModelFolder(ModelFolder.FolderOf(folder.Data)).OpenCurrent();
        Assert.Equal((40, 42), (model.LearntItems, model.Items.Count));
        Assert.Equal(40, model.RowOf("cold-c"));
        Assert.Contains(model.Manifest.Files, file => file.Name == ModelFileNames.Text);
        Assert.InRange(model.Manifest.Parameters["text-explained"], 0.01, 1);

        // Whoever watches dramas, the even ones, is nearer to the drama that nobody saw; and the other way round.
        var (drama, comedy) = SignalsOfCold(model, watched: "4");
        Assert.True(drama > comedy, $"{drama} is not above {comedy}");
        (drama, comedy) = SignalsOfCold(model, watched: "5");
        Assert.True(comedy > drama, $"{comedy} is not above {drama}");
    }

    [Fact]
    public async Task Serve_WhenTheModelHasTextFactors_OffersAndComparesWhatNobodyWatched()
    {
        using var folder = new TemporaryFolder();
        await using var server = await EmbeddingServer.StartAsync();
        await ImportAsync(folder);
        await TrainAsync(folder, server);

        await using var platform = await RunningServer.StartAsync(folder.Data);
        var next = await platform.Client.GetStringAsync("/v1/profiles/0/next?limit=100", Token);
        var similar = await platform.Client.GetStringAsync("/v1/content/cold-d/similar?limit=5", Token);

        Assert.Contains("\"cold-d\"", next, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(similar);
        Assert.All(
            json.RootElement.GetProperty("items").EnumerateArray(),
            item => Assert.Equal(0, int.Parse(item.GetProperty("contentId").GetString()!) % 2));
    }

    [Fact]
    public async Task Train_WhenThereIsNoProvider_MakesTheSameBytesWithoutText()
    {
        using var folder = new TemporaryFolder();
        await using var server = await EmbeddingServer.StartAsync();
        await ImportAsync(folder);

        var without = JsonDocument.Parse((await CommandRun.OfAsync("train", "--data", folder.Data)).Out)
            .RootElement.GetProperty("version").GetString()!;
        var with = JsonDocument.Parse((await TrainAsync(folder, server)).Out)
            .RootElement.GetProperty("version").GetString()!;

        Assert.NotEqual(without, with);
        var models = ModelFolder.FolderOf(folder.Data);
        string[] names = [.. Directory.GetFiles(Path.Combine(models, without)).Select(Path.GetFileName).Order()!];
        Assert.DoesNotContain(ModelFileNames.Text, names);
        Assert.Equal(
            [.. names.Append(ModelFileNames.Text).Order(StringComparer.Ordinal)],
            Directory.GetFiles(Path.Combine(models, with)).Select(file => Path.GetFileName(file))
                .Order(StringComparer.Ordinal));
        foreach (var name in names.Where(name => name != ModelManifest.FileName))
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(models, without, name)),
                File.ReadAllBytes(Path.Combine(models, with, name)));
    }

    [Fact]
    public async Task Train_WhenRunAgain_AsksForNewTextsAlone()
    {
        using var folder = new TemporaryFolder();
        await using var server = await EmbeddingServer.StartAsync();
        await ImportAsync(folder);
        await TrainAsync(folder, server);
        server.Asked.Clear();

        var same = await TrainAsync(folder, server);
        Assert.Equal(0, same.ExitCode);
        Assert.Empty(server.Asked);

        await ImportContentAsync(folder, Content("later", "Later drama", "Drama", "sad"));
        await TrainAsync(folder, server);
        Assert.Equal(["Later drama\nGenres: Drama\nTags: sad"], server.Asked);
    }

    [Fact]
    public async Task Train_WhenTheProviderFails_SaysSoOnceAndLeavesNoModel()
    {
        using var folder = new TemporaryFolder();
        await using var server = await EmbeddingServer.StartAsync();
        await ImportAsync(folder);
        server.Refusal = _ => (401, """{"error":{"message":"no such key"}}""");

        var run = await TrainAsync(folder, server);

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Equal(
            [$"profiles: The embeddings at {server.Url}v1/embeddings failed: it answered 401: no such key"],
            run.ErrorLines);
        Assert.Equal(1, server.Requests);
        Assert.False(Directory.Exists(ModelFolder.FolderOf(folder.Data)));
    }

    [Fact]
    public async Task Train_WhenOnlyHalfOfTheChoiceIsGiven_IsWrongUsage()
    {
        var run = await CommandRun.OfAsync("train", "--embeddings-url", "http://127.0.0.1:1");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--embeddings-url and --embeddings-model go together", run.Error, StringComparison.Ordinal);
        run = await CommandRun.OfAsync("train", "--embeddings-model", "m");
        Assert.Equal(2, run.ExitCode);
        run = await CommandRun.OfAsync("train", "--embeddings-model", "m", "--embeddings-url", "nowhere");
        Assert.Equal(2, run.ExitCode);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9", "http://127.0.0.1:9/v1/embeddings")]
    [InlineData("http://127.0.0.1:9/v1/", "http://127.0.0.1:9/v1/embeddings")]
    [InlineData("http://127.0.0.1:9/some/embeddings?v=1", "http://127.0.0.1:9/some/embeddings?v=1")]
    public void Endpoint_WhenOnlyAServerIsNamed_IsTheUsualOne(string address, string endpoint) =>
        Assert.Equal(endpoint, EmbeddingsChoice.EndpointOf(new Uri(address)).ToString());

    [Fact]
    public async Task Generate_WhenTheProviderIsBusy_TriesAgain()
    {
        await using var server = await EmbeddingServer.StartAsync();
        server.Refusal = request => request < 3 ? (request == 1 ? 429 : 503, "") : null;
        using var generator = Generator(server, "secret");

        var vectors = await generator.GenerateAsync(["a", "b b"], cancellationToken: Token);

        Assert.Equal(3, server.Requests);
        Assert.Equal("Bearer secret", server.Authorization);
        Assert.Equal([1, 2], vectors.Select(vector => vector.Vector.Span.ToArray().Max()));
    }

    [Theory]
    [InlineData(200, "no json", "its answer is no list of vectors")]
    [InlineData(200, """{"data":[{"index":0,"embedding":[1]}]}""", "it gave 1 vectors for 2 texts")]
    [InlineData(
        200, """{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}""",
        "its vectors do not have the texts' places")]
    [InlineData(302, "", "it answered 302")]
    [InlineData(400, """{"error":"too long"}""", "it answered 400: too long")]
    public async Task Generate_WhenTheAnswerIsNone_SaysWhyAtOnce(int status, string body, string reason)
    {
        await using var server = await EmbeddingServer.StartAsync();
        server.Refusal = _ => (status, body);
        using var generator = Generator(server, null);

        var failure = await Assert.ThrowsAsync<CliException>(
            () => generator.GenerateAsync(["a", "b"], cancellationToken: Token));

        Assert.Equal($"The embeddings at {server.Url}v1/embeddings failed: {reason}", failure.Message);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task Generate_WhenItGoesOnFailing_GivesUp()
    {
        await using var server = await EmbeddingServer.StartAsync();
        server.Refusal = _ => (500, "");
        using var generator = Generator(server, null);

        await Assert.ThrowsAsync<CliException>(() => generator.GenerateAsync(["a"], cancellationToken: Token));
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public void Generator_WhenTheKeyWouldGoInTheClear_IsRefused() =>
        Assert.Throws<CliException>(() => new HttpEmbeddingGenerator(
            new EmbeddingsChoice(new Uri("http://example.com/v1/embeddings"), "m"), "key", NoDelay,
            TimeProvider.System));

    [Fact]
    public void Cache_WhenTheEndIsTorn_KeepsWhatCameBefore()
    {
        using var folder = new TemporaryFolder();
        string path;
        using (var cache = EmbeddingCache.Open(folder.Data, "g"))
        {
            cache.Add(["a", "b"], [[1, 2], [3, 4]]);
            path = cache.Path;
        }

        using (var file = File.OpenWrite(path)) file.SetLength(file.Length - 3);
        using (var cache = EmbeddingCache.Open(folder.Data, "g"))
        {
            Assert.Equal([1, 2], cache.Find("a")!);
            Assert.Null(cache.Find("b"));
            cache.Add(["b"], [[5, 6]]);
        }

        using (var cache = EmbeddingCache.Open(folder.Data, "g")) Assert.Equal([5, 6], cache.Find("b")!);
        using (var other = EmbeddingCache.Open(folder.Data, "h")) Assert.Null(other.Find("a"));
    }

    [Fact]
    public async Task Embed_WhenDimensionsChange_NamesTheFileToDelete()
    {
        using var folder = new TemporaryFolder();
        await using var server = await EmbeddingServer.StartAsync();
        using var generator = Generator(server, null);
        ContentItem[] contents = [new() { Id = "a", Kind = ContentKind.Movie, Title = "A" }];
        await ContentTexts.EmbedAsync(contents, generator, folder.Data, new Progress<double>(), Token);
        server.Refusal = _ => (200, """{"data":[{"index":0,"embedding":[1,2]}]}""");

        var failure = await Assert.ThrowsAsync<CliException>(() => ContentTexts.EmbedAsync(
            [.. contents, contents[0] with { Id = "b", Title = "B" }], generator, folder.Data, new Progress<double>(),
            Token));

        Assert.Contains("2 dimensions beside others of 16", failure.Message, StringComparison.Ordinal);
        Assert.Contains(Directory.GetFiles(folder.Data).Single(), failure.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static HttpEmbeddingGenerator Generator(EmbeddingServer server, string? key) => new(
        new EmbeddingsChoice(EmbeddingsChoice.EndpointOf(server.Url), "words"), key, NoDelay, TimeProvider.System);

    private static Task<CommandRun> TrainAsync(TemporaryFolder folder, EmbeddingServer server) => CommandRun.OfAsync(
        "train", "--data", folder.Data, "--embeddings-url", server.Url.ToString(), "--embeddings-model", "words");

    private static (float Drama, float Comedy) SignalsOfCold(RankingModel model, string watched)
    {
        var contents = new ContentIndex();
        var profile = new Profile();
        ProfileFold.Apply(
            profile,
            new ViewingEvent
            {
                Id = "e", UserId = "ann", ContentId = watched, Type = ViewingEventType.Complete,
                OccurredAtUnixMs = 1_400_000_000_000,
            },
            null);
        var moment = new RankingMoment(model, contents, TrendSnapshot.Merge(contents.Numbers, [], 0));
        var viewer = new Viewer(model);
        viewer.Follow(profile);
        var signals = new SignalTable();
        int[] numbers = [contents.Numbers.NumberOf("cold-d"), contents.Numbers.NumberOf("cold-c")];
        Scorer.Signals(viewer, moment, new ViewingContext(1_400_000_000_000), numbers, signals);
        return (signals[RankingSignal.Factors][0], signals[RankingSignal.Factors][1]);
    }

    // Even users watch the even contents, which are dramas, and odd ones the comedies.
    private static async Task ImportAsync(TemporaryFolder folder)
    {
        var ratings = new StringBuilder();
        for (var user = 0; user < 80; user++)
        {
            for (var step = 0; step < 18; step++)
            {
                var item = (user * 7 + step) % 20 * 2 + user % 2;
                var at = 1_381_945_744 + step * 86_400 + user * 60;
                ratings.Append(CultureInfo.InvariantCulture, $"{user}::{item}::8::{at}\n");
            }
        }

        var lines = Enumerable.Range(0, 40).Select(item => item % 2 == 0
            ? Content($"{item}", $"Title {item}", "Drama", "sad")
            : Content($"{item}", $"Title {item}", "Comedy", "funny"));
        await ImportContentAsync(folder,
            [
                .. lines, Content("cold-d", "Cold drama", "Drama", "sad"),
                Content("cold-c", "Cold comedy", "Comedy", "funny"),
            ]);
        var run = await CommandRun.OfAsync(
            "import", "ratings", folder.Write("ratings.dat", ratings.ToString()), "--data", folder.Data);
        Assert.Equal(0, run.ExitCode);
    }

    private static async Task ImportContentAsync(TemporaryFolder folder, params string[] lines)
    {
        var run = await CommandRun.OfAsync(
            "import", "content", folder.Write("content.ndjson", string.Join('\n', lines)), "--data", folder.Data);
        Assert.Equal(0, run.ExitCode);
    }

    private static string Content(string id, string title, string genre, string tag) =>
        JsonSerializer.Serialize(new { id, kind = "movie", title, genres = new[] { genre }, tags = new[] { tag } });
}

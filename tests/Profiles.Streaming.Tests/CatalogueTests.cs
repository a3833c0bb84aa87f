using Profiles.Core.Content;
using static Profiles.Streaming.Tests.TestPlatform;

namespace Profiles.Streaming.Tests;

public sealed class CatalogueTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("profiles-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task Index_WhenContentsAreUpserted_FollowsAtOnceAndAfterARestart()
    {
        await using (var first = await StartAsync(_path))
        {
            await UpsertAsync(first, Movie("m", "One", "Drama"), Movie("n", "Two", "Crime"));
            await UpsertAsync(first, Movie("m", "One", "Comedy"));
            await UpsertAsync(first, Movie("n", "Two, again", "Crime"));
            Check(first);
        }

        await using var second = await StartAsync(_path);
        Check(second);

        static void Check(TestPlatform platform)
        {
            Assert.True(platform.Catalogue.Index.TryGet("m", out var changed));
            Assert.True(platform.Catalogue.Index.TryGet("n", out var renamed));
            Assert.Equal((3, 4), (changed.Revision, renamed.Revision));
            Assert.Equal(("Comedy", "Two, again"), (changed.Item.Genres[0], renamed.Item.Title));
            Assert.Same(changed.Traits, platform.Catalogue.TraitsOf(3));
            Assert.Same(platform.Catalogue.TraitsOf(2), platform.Catalogue.TraitsOf(4));
            Assert.Equal("Drama", platform.Catalogue.TraitsOf(1)!.Genres[0]);
            Assert.Equal(2, platform.Catalogue.Count);
        }
    }

    [Fact]
    public async Task Upsert_WhenNothingDiffers_CountsNothing()
    {
        await using var platform = await StartAsync(_path);
        await UpsertAsync(platform, Movie("m", "One", "Drama"));

        Assert.Equal(0, await UpsertAsync(platform, Movie("m", "One", "Drama")));
    }

    private static ContentItem Movie(string id, string title, string genre) =>
        new() { Id = id, Kind = ContentKind.Movie, Title = title, Genres = [genre], Tags = ["tag"] };

    private static ValueTask<int> UpsertAsync(TestPlatform platform, params ContentItem[] contents) =>
        platform.Catalogue.UpsertAsync(contents, TestContext.Current.CancellationToken);
}

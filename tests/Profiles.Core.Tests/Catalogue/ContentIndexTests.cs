using FsCheck;
using FsCheck.Fluent;
using Profiles.Core.Catalogue;
using Profiles.Core.Content;
using static Profiles.Core.Tests.Catalogue.SomeContent;

namespace Profiles.Core.Tests.Catalogue;

public sealed class ContentIndexTests
{
    private static readonly string[] Words = ["a", "b", "c"];

    [Fact]
    public void Entry_WhenUpsertedTwice_IsTheLastVersion()
    {
        var index = new ContentIndex();
        index.Upsert(Movie("m", "Drama"), 1);
        index.Upsert(Movie("m", "Comedy"), 2);

        Assert.True(index.TryGet("m", out var entry));
        Assert.Equal("Comedy", Assert.Single(entry.Item.Genres));
        Assert.Equal((1, 2, 2L), (index.Count, index.Revision, index.Version));
        Assert.Null(index[index.Numbers.NumberOf("known from events only")]);
    }

    [Fact]
    public void Upsert_WhenNoNumberIsLeft_SaysSoAndChangesNothing()
    {
        var index = new ContentIndex(new ContentNumbers(maxContents: 1));

        Assert.True(index.Upsert(Movie("a"), 1));
        Assert.False(index.Upsert(Movie("b"), 2));
        Assert.True(index.Upsert(Movie("a", "Drama"), 3));
        Assert.Equal(1, index.Count);
    }

    [Fact]
    public void Episodes_WhenTheyComeInAnyOrder_AreInThatOfTheSeries()
    {
        var index = new ContentIndex();
        foreach (var item in (ContentItem[])
            [
                Episode("e4", "s", 2, 1), Episode("e1", "s", 1, 1), Episode("special", "s", null, null),
                Episode("e3", "s", 1, 10), Episode("e2", "s", 1, 2), Episode("other", "t", 1, 1),
            ])
            index.Upsert(item, 1);

        Assert.Equal(["e1", "e2", "e3", "e4", "special"], Ids(index, index.EpisodesOf(index.Numbers.NumberOf("s"))));

        index.Upsert(Episode("e1", "s", 3, 1), 2);
        index.Upsert(Episode("e2", "t", 1, 2), 2);
        Assert.Equal(["e3", "e4", "e1", "special"], Ids(index, index.EpisodesOf(index.Numbers.NumberOf("s"))));
        Assert.Equal(["other", "e2"], Ids(index, index.EpisodesOf(index.Numbers.NumberOf("t"))));
    }

    [Fact]
    public void LiveEvent_WhenItLastsOverMidnight_IsFoundOnBothDays()
    {
        var index = new ContentIndex();
        var start = new DateTimeOffset(2026, 3, 10, 23, 0, 0, TimeSpan.Zero);
        index.Upsert(Live("match", start, start.AddHours(2)), 1);
        var day = ContentIndex.DayOf(start.ToUnixTimeMilliseconds());

        Assert.Equal(["match"], Ids(index, index.LiveOn(day)));
        Assert.Equal(["match"], Ids(index, index.LiveOn(day + 1)));
        Assert.True(index.LiveOn(day + 2).IsEmpty);
    }

    [Fact]
    public void LiveEvent_WhenItsEndIsNotKnown_HasAnAssumedOne()
    {
        var index = new ContentIndex();
        index.Upsert(Live("open", Now, null), 1);
        index.Upsert(Live("timed", Now, null) with { DurationSeconds = 60 }, 1);

        Assert.True(index.TryGet("open", out var open));
        Assert.True(index.TryGet("timed", out var timed));
        Assert.Equal(Now.AddHours(4).ToUnixTimeMilliseconds(), open.EndsAtMs);
        Assert.Equal(Now.AddMinutes(1).ToUnixTimeMilliseconds(), timed.EndsAtMs);
    }

    [Fact]
    public void Lists_WhenContentsChangeAtWill_NameEveryContentWithTheKey()
    {
        var item =
            from id in Gen.Choose(0, 9)
            from genres in Gen.SubListOf(Words)
            from tags in Gen.SubListOf(Words)
            from day in Gen.Choose(0, 3)
            from kind in Gen.Elements(ContentKind.Movie, ContentKind.Live)
            select new ContentItem
            {
                Id = $"c{id}", Kind = kind, Title = "t", Genres = [.. genres], Tags = [.. tags],
                ReleasedAt = day == 3 ? null : Now.AddDays(day),
                StartsAt = Now.AddDays(day), EndsAt = Now.AddDays(day * 2),
            };
        Laws.Hold(item.ArrayOf(120), items =>
        {
            var index = new ContentIndex();
            foreach (var upsert in items) index.Upsert(upsert, 1);
            var entries = Enumerable.Range(0, 10)
                .Select(id => index.TryGet($"c{id}", out var entry) ? entry : null).OfType<ContentEntry>().ToList();
            foreach (var word in Words)
            {
                var genre = ContentVector.KeyOf(ContentFeature.Genre, word);
                Check(index.WithKey(genre), entries.Where(entry => entry.Item.Genres.Contains(word)));
                var tag = ContentVector.KeyOf(ContentFeature.Tag, word);
                Check(index.WithKey(tag), entries.Where(entry => entry.Item.Tags.Contains(word)));
            }

            for (var day = 0; day < 8; day++)
            {
                var number = ContentIndex.DayOf(Now.AddDays(day).ToUnixTimeMilliseconds());
                Check(index.NewOn(number), entries.Where(entry => entry.Item.ReleasedAt == Now.AddDays(day)));
                Check(index.LiveOn(number), entries.Where(entry =>
                    entry.IsLive && entry.Item.StartsAt == Now.AddDays(day)));
            }
        });

        static void Check(ReadOnlySpan<int> list, IEnumerable<ContentEntry> wanted)
        {
            // Not much longer than what is wanted, either: what has lost the key is compacted away.
            Assert.True(list.Length <= 2 * 10 + 34, $"{list.Length} numbers for at most 10 contents");
            Assert.Subset(list.ToArray().ToHashSet(), wanted.Select(entry => entry.Number).ToHashSet());
        }
    }

    private static string[] Ids(ContentIndex index, ReadOnlySpan<int> numbers) =>
        [.. numbers.ToArray().Select(number => index[number]!.Id)];
}

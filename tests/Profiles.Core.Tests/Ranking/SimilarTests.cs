using Profiles.Core.Content;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Trends;

namespace Profiles.Core.Tests.Ranking;

public sealed class SimilarTests
{
    private static readonly RankingModel Model = Small();

    [Fact]
    public void Similar_WhenFactorsAgree_PutsThatFirst()
    {
        var moment = Moment();

        var similar = Scorer.Similar(moment, Number(moment, "a"), 3);

        Assert.Equal(["b", "c", "cold"], similar.Select(item => moment.Contents.Numbers.IdOf(item.Number)));
        Assert.True(similar[0].Score > similar[1].Score);
        Assert.All(similar, item => Assert.InRange(item.Score, 0, 1));
    }

    [Fact]
    public void Similar_WhenContentIsNewToTheModel_GoesByWhatItIs()
    {
        var moment = Moment();

        var similar = Scorer.Similar(moment, Number(moment, "cold"), 10);

        Assert.Equal("a", moment.Contents.Numbers.IdOf(similar[0].Number));
        Assert.DoesNotContain(similar, item => item.Number == Number(moment, "cold"));
    }

    [Fact]
    public void Similar_WhenNothingIsKnownOfTheContent_IsEmpty()
    {
        var moment = Moment();

        Assert.Empty(Scorer.Similar(moment, moment.Contents.Numbers.NumberOf("nobody"), 10));
        Assert.Empty(Scorer.Similar(moment, Number(moment, "a"), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Scorer.Similar(moment, 0, Scorer.MaxSimilar + 1));
    }

    private static int Number(RankingMoment moment, string id) => moment.Contents.Numbers.NumberOf(id);

    // a leads to c, b leads to d; a and b have nearly the same factor.
    private static RankingModel Small()
    {
        var factors = new float[4 * 8];
        (factors[0], factors[8], factors[9], factors[17], factors[25]) = (1, 1, 0.1f, 1, 1);
        var gram = new float[64];
        for (var i = 0; i < 8; i++) gram[i * 9] = 1;
        return ModelArtefact.Create(
            new ModelManifest { Version = "small", CreatedAt = DateTimeOffset.UnixEpoch },
            ["a", "b", "c", "d"], factors, gram,
            new Dictionary<LinkKind, byte[]>
            {
                [LinkKind.Transitions] = ItemLinks.Write([0, 1, 2, 2, 2], [2, 3], [0.5f, 0.5f]),
            },
            RankingModel.Untrained.Weights).Open();
    }

    private static RankingMoment Moment()
    {
        var contents = SomeModel.Catalogue([]);
        Add("a", "Drama", "space");
        Add("b", "Comedy", "earth");
        Add("c", "War", "sea");
        Add("d", "War", "sea");
        Add("cold", "Drama", "space");
        Add("alien", "Noir", "nowhere");
        return new RankingMoment(Model, contents, TrendSnapshot.Empty(contents.Numbers));

        void Add(string id, string genre, string tag) => contents.Upsert(
            new ContentItem { Id = id, Kind = ContentKind.Movie, Title = id, Genres = [genre], Tags = [tag] }, 1);
    }
}

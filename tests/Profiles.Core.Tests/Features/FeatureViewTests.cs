using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Features;
using Profiles.Core.Folding;

namespace Profiles.Core.Tests.Features;

public sealed class FeatureViewTests
{
    // A Thursday, 20:00: hour 92 of the week.
    private static readonly DateTimeOffset Start = new(2026, 1, 29, 20, 0, 0, TimeSpan.Zero);

    private static readonly ContentItem Movie = new()
    {
        Id = "m1", Kind = ContentKind.Movie, Title = "One", Genres = ["Drama", "Crime"], Tags = ["noir"],
        ReleasedAt = Start.AddDays(-10), DurationSeconds = 6000,
    };

    private static readonly ContentItem Comedy = new()
    {
        Id = "m2", Kind = ContentKind.Movie, Title = "Two", Genres = ["Comedy"],
    };

    [Fact]
    public void Views_WhenDeclared_HaveUniqueNamesAndADocumentedFeatureEach()
    {
        Assert.Equal(FeatureViews.All.Length, FeatureViews.All.Select(view => view.Id).Distinct().Count());
        foreach (var view in FeatureViews.All)
        {
            Assert.Equal(view.Features.Length, view.Features.Select(feature => feature.Name).Distinct().Count());
            Assert.All(view.Features, feature => Assert.NotEmpty(feature.Summary + feature.Unit));
            var values = view.Compute(new FeatureMoment(new Profile(), 0));
            Assert.All(
                view.Features.Zip(values),
                pair => Assert.True(IsOf(pair.First.Type, pair.Second), pair.First.Name));
        }
    }

    [Fact]
    public void ViewerCore_WhenAProfileIsKnown_SaysWhatItSays()
    {
        var values = Core(Watched(), Start.AddHours(3));
        Assert.Equal(3, Number(values["events"]));
        Assert.Equal(1, Number(values["plays"]));
        Assert.Equal(1, Number(values["completesPerPlay"]));
        Assert.Equal(1, Number(values["watchedCount"]));
        Assert.Equal(2, Number(values["hoursSinceLastEvent"]));
        Assert.Equal(1, Number(values["likes"]));
        Assert.Equal(2, Number(values["genres"]));
        Assert.Equal(new FeatureValue.Text("Crime"), values["genre1"]);
        Assert.Equal(0.5, Number(values["genreShare1"]), 12);
        Assert.Equal(1, Number(values["kindShare.movie"]));
        Assert.Equal(1, Number(Core(Watched(), Start)["hourOfWeekShareNow"]), 6);
        Assert.Equal(0, Number(Core(Watched(), Start.AddHours(5))["hourOfWeekShareNow"]));
        var hours = Assert.IsType<FeatureValue.Vector>(values["hourOfWeekShares"]).Values;
        Assert.Equal((168, 1.0), (hours.Length, Math.Round(hours[92], 6)));
    }

    [Fact]
    public void ViewerCore_WhenTheMomentIsBeforeTheLastEvent_CountsNoTime() =>
        Assert.Equal(0, Number(Core(Watched(), Start.AddHours(-1))["hoursSinceLastEvent"]));

    [Fact]
    public void ViewerContent_WhenTheContentWasWatched_SaysSo()
    {
        var values = Pair(Watched(), Movie);
        Assert.Equal(new FeatureValue.Truth(true), values["isKnown"]);
        Assert.Equal(new FeatureValue.Truth(true), values["watchedBefore"]);
        Assert.Equal(new FeatureValue.Truth(true), values["isLiked"]);
        Assert.Equal(new FeatureValue.Truth(false), values["isDismissed"]);
        Assert.Equal(1, Number(values["genreShare"]));
        Assert.Equal(1, Number(values["playedShare"]));
        Assert.Equal(10.125, Number(values["daysSinceRelease"]));
        Assert.Equal(1, Number(values["kindShare"]));
    }

    [Fact]
    public void ViewerContent_WhenTheContentIsAnother_HasNothingOfIt()
    {
        var values = Pair(Watched(), Comedy);
        Assert.Equal(new FeatureValue.Truth(false), values["watchedBefore"]);
        Assert.Equal((0, 0, FeatureHours), (
            Number(values["genreShare"]), Number(values["playedShare"]), Number(values["hoursSincePlayed"])));
        Assert.Equal(new FeatureValue.Truth(false), values["hasReleaseDate"]);
    }

    [Theory]
    [InlineData("viewer-core", "viewer-core@1")]
    [InlineData("viewer-core@1", "viewer-core@1")]
    [InlineData("viewer-core@9", null)]
    [InlineData("viewer", null)]
    public void Find_WhenGivenAName_AnswersTheNewestVersionOrNone(string name, string? id)
    {
        FeatureViews.TryFind(name, out var view);
        Assert.Equal(id, view?.Id);
    }

    private const double FeatureHours = 8760;

    private static double Number(FeatureValue value) => Assert.IsType<FeatureValue.Number>(value).Value;

    private static bool IsOf(FeatureType type, FeatureValue value) => value switch
    {
        FeatureValue.Number number => type == FeatureType.Number && double.IsFinite(number.Value),
        FeatureValue.Text => type == FeatureType.Text,
        FeatureValue.Truth => type == FeatureType.Truth,
        _ => type == FeatureType.Vector,
    };

    private static Dictionary<string, FeatureValue> Core(Profile profile, DateTimeOffset at) =>
        Values("viewer-core", new FeatureMoment(profile, at.ToUnixTimeMilliseconds()));

    private static Dictionary<string, FeatureValue> Pair(Profile profile, ContentItem content) => Values(
        "viewer-content",
        new FeatureMoment(profile, Start.AddHours(3).ToUnixTimeMilliseconds()).With(content.Id, content));

    private static Dictionary<string, FeatureValue> Values(string name, FeatureMoment moment)
    {
        Assert.True(FeatureViews.TryFind(name, out var view));
        return view.Features.Zip(view.Compute(moment))
            .ToDictionary(pair => pair.First.Name, pair => pair.Second);
    }

    private static Profile Watched()
    {
        var profile = new Profile();
        Apply(profile, ViewingEventType.Play, 0, 0);
        Apply(profile, ViewingEventType.Complete, 30, 6000);
        Apply(profile, ViewingEventType.Like, 60, null);
        return profile;
    }

    private static void Apply(Profile profile, ViewingEventType type, int minute, double? position)
    {
        var viewing = new ViewingEvent
        {
            Id = $"{type}{minute}", UserId = "ann", ContentId = Movie.Id, Type = type,
            OccurredAtUnixMs = Start.AddMinutes(minute).ToUnixTimeMilliseconds(), PositionSeconds = position,
            DurationSeconds = position is null ? null : 6000,
        };
        ProfileFold.Apply(profile, viewing, Movie.Traits());
    }
}

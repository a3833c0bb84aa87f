using System.Collections.Immutable;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Folding;

namespace Profiles.Core.Tests.Folding;

/// <summary>What the fold says of small histories.</summary>
public sealed class ProfileFoldTests
{
    private const long Hour = 3_600_000;

    private static readonly ContentTraits Movie = new("m", ContentKind.Movie, ["Drama", "Crime"], ["noir"], null);

    [Fact]
    public void Finish_WhenNothingCame_IsEmpty()
    {
        var view = ProfileFold.Finish(new Profile());

        Assert.Equal((0L, -1L, null), (view.Version, view.LastSequence, view.LastEventAt));
        Assert.Empty(view.Recent);
        Assert.Empty(view.Affinities.Genres);
    }

    [Fact]
    public void Apply_WhenAContentIsPlayed_CountsTimeRecentAndAffinities()
    {
        var profile = new Profile();
        Apply(profile, Event("1", ViewingEventType.Play, 0) with { Device = "tv" });
        Apply(profile, Event("2", ViewingEventType.Progress, Hour / 2) with { PositionSeconds = 1800 });
        Apply(profile, Event("3", ViewingEventType.Stop, Hour) with { PositionSeconds = 3500, DurationSeconds = 3600 });
        var view = ProfileFold.Finish(profile);

        Assert.Equal(new ProfileCounters(3, 1, 0, 3500), view.Counters);
        Assert.Equal(
            new RecentContent("m", 3500, 3600, true, Time(Hour)), Assert.Single(view.Recent));
        Assert.Equal(1, view.WatchedCount);
        Assert.Equal(["Crime", "Drama"], view.Affinities.Genres.Select(genre => genre.Key));
        Assert.Equal(1.15, view.Affinities.Genres[0].Weight, 0.01);
        Assert.Equal(("movie", "noir", "tv"),
            (view.Affinities.Kinds[0].Key, view.Affinities.Tags[0].Key, view.Affinities.Devices[0].Key));
        Assert.Equal(new SessionSummary(1, 3600, Time(0)), view.Sessions);
    }

    [Fact]
    public void Apply_WhenSentAgain_SaysSoAndChangesNothing()
    {
        var profile = new Profile();
        Assert.Equal(FoldOutcome.Applied, Apply(profile, Event("1", ViewingEventType.Play, 0)));
        var before = History.Bytes(profile);

        Assert.Equal(FoldOutcome.Duplicate, Apply(profile, Event("1", ViewingEventType.Play, 0)));
        Assert.Equal(before, History.Bytes(profile));
    }

    [Fact]
    public void Apply_WhenLaterThanTheWindow_AddsWhatItWouldHaveAdded()
    {
        var (late, inTime) = (new Profile(), new Profile());
        Apply(late, Event("2", ViewingEventType.Complete, 60 * History.Day));
        Assert.Equal(FoldOutcome.AppliedLate, Apply(late, Event("1", ViewingEventType.Complete, 0)));
        Apply(inTime, Event("1", ViewingEventType.Complete, 0));
        Apply(inTime, Event("2", ViewingEventType.Complete, 60 * History.Day));

        var (lateView, view) = (ProfileFold.Finish(late), ProfileFold.Finish(inTime));
        Assert.Equal(2.5, view.Affinities.Genres[0].Weight, 1e-5);
        Assert.Equal(view.Affinities.Genres[0].Weight, lateView.Affinities.Genres[0].Weight, 1e-5);
        Assert.Equal((view.Counters, 1L), (lateView.Counters, lateView.LateEvents));
        Assert.Equal(view.Recent, lateView.Recent);
    }

    [Fact]
    public void Apply_WhenTheHalfLifePasses_HalvesTheWeights()
    {
        var profile = new Profile();
        Apply(profile, Event("1", ViewingEventType.Like, 0));
        Apply(profile, Event("2", ViewingEventType.Search, 30 * History.Day) with { ContentId = null });

        Assert.Equal(1.5, ProfileFold.Finish(profile).Affinities.Genres[0].Weight, 1e-5);
    }

    [Fact]
    public void Apply_WhenFeedbackChanges_KeepsTheLatest()
    {
        var profile = new Profile();
        Apply(profile, Event("2", ViewingEventType.Dislike, Hour));
        Apply(profile, Event("1", ViewingEventType.Like, 0));

        Assert.Equal(
            new ContentFeedback("m", ViewingEventType.Dislike, Time(Hour)),
            Assert.Single(ProfileFold.Finish(profile).Feedback));
    }

    [Fact]
    public void Apply_WhenACompleteHasNoPosition_TakesTheDuration()
    {
        var profile = new Profile();
        Apply(profile, Event("1", ViewingEventType.Complete, 0) with { DurationSeconds = 100 });

        var recent = Assert.Single(ProfileFold.Finish(profile).Recent);
        Assert.Equal((100.0, 100.0, true), (recent.PositionSeconds, recent.DurationSeconds, recent.Completed));
        Assert.True(profile.HasWatched("m"));
    }

    [Fact]
    public void Apply_WhenKeysAreMoreThanTheBound_SaysThatItCut()
    {
        var profile = new Profile();
        for (var i = 0; i < 10; i++)
        {
            var tags = Enumerable.Range(0, 60).Select(tag => $"{i}/{tag}").ToImmutableArray();
            var traits = new ContentTraits($"c{i}", ContentKind.Movie, [], tags, null);
            ProfileFold.Apply(profile, Event($"{i}", ViewingEventType.Play, i) with { ContentId = $"c{i}" }, traits);
        }

        var view = ProfileFold.Finish(profile);
        Assert.Equal((256, 1L), (view.Affinities.Tags.Length, view.Truncations));
    }

    [Fact]
    public void Finish_WhenKeysAreSettled_KeepsTheStrongestLikedOrDisliked()
    {
        var profile = new Profile(new FoldOptions { MaxKeys = 8 });
        for (var i = 0; i < 30; i++)
        {
            var type = i == 3 ? ViewingEventType.Like : i == 7 ? ViewingEventType.Dislike : ViewingEventType.Play;
            var traits = new ContentTraits($"c{i}", ContentKind.Movie, [$"g{i}"], [], null);
            ProfileFold.Apply(profile, Event($"{i}", type, i) with { ContentId = $"c{i}" }, traits);
        }

        Apply(profile, Event("later", ViewingEventType.Search, 30 * History.Day) with { ContentId = null });
        var genres = ProfileFold.Finish(profile).Affinities.Genres;
        Assert.Equal((8, "g3", "g7"), (genres.Length, genres[0].Key, genres[^1].Key));
    }

    [Fact]
    public void HourOfWeek_WhenPlayedOnThursdayAtMidnight_IsHour72()
    {
        var profile = new Profile();
        ProfileFold.Apply(
            profile,
            Event("1", ViewingEventType.Play, 0) with
            {
                OccurredAtUnixMs = new DateTimeOffset(2026, 1, 1, 0, 59, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(),
            },
            null);

        Assert.Equal(72, Assert.Single(ProfileFold.Finish(profile).HourOfWeek).Hour);
    }

    [Fact]
    public void Merge_WhenHalfLivesDiffer_Refuses() => Assert.Throws<ArgumentException>(
        () => ProfileFold.Merge(new Profile(), new Profile(new FoldOptions { HalfLife = TimeSpan.FromDays(1) })));

    [Fact]
    public void Profile_WhenOptionsAreOutOfRange_NamesThem() => Assert.Contains(
        nameof(FoldOptions.MaxRecent),
        Assert.Throws<ArgumentException>(() => new Profile(new FoldOptions { MaxRecent = 0 })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Apply_WhenEventIdsAreMoreThanTheBound_StillCountsEachOnce()
    {
        var profile = new Profile(new FoldOptions { MaxEventIds = 64 });
        for (var i = 0; i < 500; i++) Apply(profile, Event($"{i}", ViewingEventType.Play, i * 1000));

        var view = ProfileFold.Finish(profile);
        Assert.Equal((500L, 1L), (view.Counters.Plays, view.Truncations));
    }

    private static FoldOutcome Apply(Profile profile, ViewingEvent e) =>
        ProfileFold.Apply(profile, e, e.ContentId == "m" ? Movie : null);

    private static DateTimeOffset Time(long offsetMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(History.Start + offsetMs);

    private static ViewingEvent Event(string id, ViewingEventType type, long offsetMs) => new()
    {
        Id = id, UserId = "u", ContentId = "m", Type = type, OccurredAtUnixMs = History.Start + offsetMs,
    };
}

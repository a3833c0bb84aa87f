using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Folding;

namespace Profiles.Core.Tests.Folding;

/// <summary>141,695 real ratings, in the order of their file: by user, not by time.</summary>
public sealed class MovieTweetingsTests
{
    // 2026-01-01.
    private const long Now = 1_767_225_600_000;

    [Fact]
    public void Apply_WhenRatingsAreImported_CountsEveryLineAndShowsTheLatest()
    {
        var movies = SharedData.Lines("movietweetings/movies.dat").Select((line, index) =>
        {
            Assert.True(TitleLine.TryParse(line, index, out var content, out var rejection), rejection?.Reason);
            return content.Traits();
        }).ToDictionary(traits => traits.ContentId);
        var ratings = SharedData.Lines("movietweetings/ratings.dat").Select((line, index) =>
        {
            Assert.True(
                RatingLine.TryParse(line, index, 10, EventLimits.Default, Now, out var e, out var rejection),
                rejection?.Reason);
            return e;
        }).ToList();

        Assert.Equal((12_611, 141_695), (movies.Count, ratings.Count));
        var users = ratings.GroupBy(e => e.UserId).ToList();
        Assert.Equal(21_081, users.Count);
        foreach (var user in users)
        {
            var profile = new Profile();
            foreach (var e in user) ProfileFold.Apply(profile, e, movies.GetValueOrDefault(e.ContentId!));
            var view = ProfileFold.Finish(profile);

            Assert.Equal(user.Count(), view.Counters.Events);
            Assert.Equal(user.Max(e => e.OccurredAt), view.Recent[0].LastEventAt);
            Assert.Equal(view.LastEventAt, view.Recent[0].LastEventAt);
            Assert.Equal(History.Bytes(profile), History.Bytes(History.Copy(profile)));
        }
    }
}

using Profiles.Core.Content;
using Profiles.Core.Events;

namespace Profiles.Core.Folding;

/// <summary>The fold: events into profiles. Pure, total and deterministic; see <c>docs/profile-fold.md</c>.</summary>
public static class ProfileFold
{
    /// <summary>Applies an event to a profile.</summary>
    /// <param name="profile">The profile, changed in place.</param>
    /// <param name="viewingEvent">The event.</param>
    /// <param name="traits">The traits of its content at the revision it was stamped with; null where unknown.</param>
    public static FoldOutcome Apply(Profile profile, ViewingEvent viewingEvent, ContentTraits? traits)
    {
        profile.Version++;
        return FoldOutcome.Applied;
    }

    /// <summary>
    /// Merges a profile into another, as if the events of both had been folded into one. Commutative. <c>Version</c>
    /// becomes the sum; <c>LastSequence</c> stays what it was.
    /// </summary>
    public static void Merge(Profile into, Profile from) => into.Version += from.Version;

    /// <summary>What the profile says, as of its last event.</summary>
    public static ProfileView Finish(Profile profile) => new()
    {
        Version = profile.Version,
        LastSequence = profile.LastSequence,
        LastEventAt = null,
        Counters = new ProfileCounters(profile.Version, 0, 0, 0),
        Affinities = new ProfileAffinities([], [], [], [], []),
        Recent = [],
        Sessions = new SessionSummary(0, 0, null),
        HourOfWeek = [],
        Feedback = [],
        WatchedCount = 0,
        LateEvents = 0,
        Truncations = 0,
    };
}

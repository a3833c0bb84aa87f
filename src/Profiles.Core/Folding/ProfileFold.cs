using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Folding.Aggregators;
using Profiles.Core.Hashing;

namespace Profiles.Core.Folding;

/// <summary>The fold: events into profiles. Pure, total and deterministic; see <c>docs/profile-fold.md</c>.</summary>
/// <remarks>
/// The law: the same events in any order, any number of times and in any pieces give the same bytes of
/// <see cref="ProfileCodec"/>, as long as each comes no more than the disorder window after the newest event before it.
/// </remarks>
public static class ProfileFold
{
    /// <summary>Applies an event to a profile.</summary>
    /// <param name="profile">The profile, changed in place.</param>
    /// <param name="viewingEvent">The event.</param>
    /// <param name="traits">The traits of its content at the revision it was stamped with; null where unknown.</param>
    public static FoldOutcome Apply(Profile profile, ViewingEvent viewingEvent, ContentTraits? traits)
    {
        var plan = profile.Plan;
        var epoch = plan.EpochOf(viewingEvent.OccurredAtUnixMs);
        profile.AdvanceTo(viewingEvent.OccurredAtUnixMs, epoch);

        var isLate = epoch < profile.NewestEpoch - 1;
        var idHash = StableHash.Hash64(viewingEvent.Id);
        var open = isLate ? null : profile.Open(epoch);
        if (open is not null && !open.AddId(idHash, plan)) return FoldOutcome.Duplicate;

        var input = new FoldInput(viewingEvent, traits, idHash, epoch, isLate, plan);
        Step<Counters, ViewingEventType, Counters>(ref profile.Counters, input);
        Step<RecentContents, RecentContents.Register, ImmutableArray<RecentContent>>(
            ref profile.Recent, input);
        Step<WatchedContents, WatchedContents.Watched, int>(ref profile.Watched, input);
        Step<FeedbackRegisters, FeedbackRegisters.Register,
            ImmutableArray<ContentFeedback>>(ref profile.Feedback, input);
        profile.Version++;

        if (open is null)
        {
            ApplyLate(profile, input);
            return FoldOutcome.AppliedLate;
        }

        Step<Sessions, Sessions.Interval, SessionSummary>(ref profile.Sessions, input);
        Step<OpenWatchTime, OpenWatchTime.Span, long>(ref open.WatchTime, input);
        Step<OpenAffinities, AffinityContribution, ReadOnlyMemory<OpenAffinities.Sum>>(ref open.Affinities, input);
        return FoldOutcome.Applied;
    }

    /// <summary>
    /// Merges a profile into another, as if the events of both had been folded into one. Commutative: exact in
    /// everything but settled affinities, whose sums are commutative but may differ in their last bits with the
    /// grouping. Both clocks are first taken to the later one. <c>Version</c> becomes the sum; <c>LastSequence</c>
    /// stays what it was.
    /// </summary>
    /// <param name="into">The profile that gets everything.</param>
    /// <param name="from">The profile that is merged. Its clock is taken forward too; use it no more.</param>
    /// <exception cref="ArgumentException">They have different windows, half-lives or session gaps.</exception>
    public static void Merge(Profile into, Profile from)
    {
        var plan = into.Plan;
        if (!plan.MixesWith(from.Plan))
            throw new ArgumentException("The profiles are folded with different numbers and do not mix.", nameof(from));

        into.Version += from.Version;
        into.LateEvents += from.LateEvents;
        if (from.NewestMs == Profile.NoTime) return;

        into.AdvanceTo(from.NewestMs, from.NewestEpoch);
        from.AdvanceTo(into.NewestMs, into.NewestEpoch);

        into.Current = Merge(into.Current, from.Current, plan);
        into.Previous = Merge(into.Previous, from.Previous, plan);
        into.Settled.Merge(from.Settled, plan);
        into.Recent.Merge(from.Recent, plan);
        into.Watched.Merge(from.Watched, plan);
        into.Feedback.Merge(from.Feedback, plan);
        into.Sessions.Merge(from.Sessions, plan);
        into.Counters.Merge(from.Counters, plan);
        into.SettledWatchMs += from.SettledWatchMs;
        into.SettledTruncations += from.SettledTruncations;
    }

    /// <summary>What the profile says, as of its last event.</summary>
    public static ProfileView Finish(Profile profile)
    {
        var watchMs = profile.SettledWatchMs
            + (profile.Current?.WatchTime.Finish() ?? 0) + (profile.Previous?.WatchTime.Finish() ?? 0);
        var (affinities, hours) = AffinityView.Finish(profile);
        return new ProfileView
        {
            Version = profile.Version,
            LastSequence = profile.LastSequence,
            LastEventAt = profile.LastEventAt,
            Counters = new ProfileCounters(
                profile.Counters.Total, profile.Counters[ViewingEventType.Play],
                profile.Counters[ViewingEventType.Complete], watchMs / 1000.0),
            Affinities = affinities,
            Recent = profile.Recent.Finish(),
            Sessions = profile.Sessions.Finish(),
            HourOfWeek = hours,
            Feedback = profile.Feedback.Finish(),
            WatchedCount = profile.Watched.Finish(),
            LateEvents = profile.LateEvents,
            Truncations = profile.SettledTruncations
                + (profile.Current?.Truncations ?? 0) + (profile.Previous?.Truncations ?? 0),
        };
    }

    private static void ApplyLate(Profile profile, in FoldInput input)
    {
        profile.LateEvents++;
        Sessions.Prepare(input, out var interval);
        profile.Sessions.UpdateLate(interval, input.Plan);
        if (OpenAffinities.Prepare(input, out var contribution)) profile.Settled.AddLate(contribution, input.Plan);
    }

    private static OpenEpoch? Merge(OpenEpoch? into, OpenEpoch? from, FoldPlan plan)
    {
        if (into is null || from is null) return into ?? from;

        into.Merge(from, plan);
        return into;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TAggregator, TContribution, TResult>(ref TAggregator aggregator, in FoldInput input)
        where TAggregator : struct, IAggregator<TAggregator, TContribution, TResult>
        where TContribution : struct
    {
        if (TAggregator.Prepare(input, out var contribution)) aggregator.Update(contribution, input.Plan);
    }
}

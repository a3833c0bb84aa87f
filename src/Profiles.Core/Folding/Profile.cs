using Profiles.Core.Folding.Aggregators;
using Profiles.Core.Hashing;

namespace Profiles.Core.Folding;

/// <summary>
/// A unit's profile while it is being folded. Mutable and not safe to share: one grain owns it. <see
/// cref="ProfileFold"/> changes it, <see cref="ProfileCodec"/> saves it, <see cref="ProfileFold.Finish"/> shows it.
/// </summary>
/// <remarks>
/// Time is cut into epochs of one disorder window. With <c>E</c> the epoch of the newest event, <c>E</c> and <c>E −
/// 1</c> are open and all before are settled: an event that comes no more than a window late falls into an open one.
/// </remarks>
public sealed class Profile
{
    internal const long NoTime = long.MinValue;

    private readonly FoldPlan _plan;

    // Of open epochs: null while nothing came for it.
    internal OpenEpoch? Current;
    internal OpenEpoch? Previous;

    internal SettledAffinities Settled;
    internal RecentContents Recent;
    internal WatchedContents Watched;
    internal FeedbackRegisters Feedback;
    internal Sessions Sessions;
    internal Counters Counters;

    /// <summary>Creates an empty profile.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Profile(FoldOptions? options = null)
        : this(FoldPlan.For(options))
    {
    }

    internal Profile(FoldPlan plan) => _plan = plan;

    /// <summary>The numbers it is folded with.</summary>
    public FoldOptions Options => _plan.Options;

    /// <summary>
    /// How many records have been applied. The fold counts events; the owner counts what else it applies.
    /// </summary>
    public long Version { get; set; }

    /// <summary>The log position of the last record applied, set by the owner; −1 where none was.</summary>
    public long LastSequence { get; set; } = -1;

    /// <summary>How many events came later than the disorder window.</summary>
    public long LateEvents { get; internal set; }

    /// <summary>The time of the newest event; null where there is none.</summary>
    public DateTimeOffset? LastEventAt =>
        NewestMs == NoTime ? null : DateTimeOffset.FromUnixTimeMilliseconds(NewestMs);

    internal FoldPlan Plan => _plan;

    internal long NewestMs { get; set; } = NoTime;

    /// <summary>The epoch of the newest event; meaningless while there is none.</summary>
    internal long NewestEpoch { get; set; }

    internal long SettledWatchMs { get; set; }

    internal long SettledTruncations { get; set; }

    /// <summary>True where the content is remembered as watched to the end.</summary>
    public bool HasWatched(string contentId) => Watched.Contains(StableHash.Hash64(contentId));

    /// <summary>Takes the clock forward: settles every epoch that is no longer open at the given time.</summary>
    internal void AdvanceTo(long unixMs, long epoch)
    {
        if (unixMs <= NewestMs) return;

        var isFirst = NewestMs == NoTime;
        var (from, to) = (NewestEpoch, epoch);
        NewestMs = unixMs;
        NewestEpoch = epoch;
        if (from == to || isFirst) return;

        Settle(from - 1, ref Previous);
        if (to == from + 1) (Previous, Current) = (Current, null);
        else Settle(from, ref Current);
        Sessions.Settle(_plan.StartOf(to - 1), _plan);
    }

    /// <summary>The open part of an open epoch, made where nothing came for it before.</summary>
    internal OpenEpoch Open(long epoch) =>
        epoch == NewestEpoch ? Current ??= new OpenEpoch() : Previous ??= new OpenEpoch();

    private void Settle(long epoch, ref OpenEpoch? open)
    {
        if (open is null) return;

        Settled.Settle(epoch, open.Affinities, _plan);
        SettledWatchMs += open.WatchTime.Finish();
        SettledTruncations += open.Truncations;
        open = null;
    }
}

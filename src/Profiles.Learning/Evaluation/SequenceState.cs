using Profiles.Core.Catalogue;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Trends;
using Profiles.Core.Units;
using Profiles.Learning.DataSets;
using Profiles.Learning.Training;

namespace Profiles.Learning.Evaluation;

/// <summary>
/// What the platform knows when the first items of each sequence are its log. Sequences have no times: their items get
/// an hour each, all sequences end at the same time.
/// </summary>
internal sealed class SequenceState
{
    private const long EndMs = 1_000_000_000_000;
    private const long StepMs = 3_600_000;

    private readonly SequenceSet _set;
    private readonly List<(int User, int Item, long AtMs)> _choices = [];
    private readonly TrendSnapshot _trend;

    /// <summary>Folds a log.</summary>
    /// <param name="set">The sequences.</param>
    /// <param name="contents">The catalogue, by the numbers of the set's items first.</param>
    /// <param name="lengthOf">How many items of a user's sequence are in the log.</param>
    public SequenceState(SequenceSet set, ContentIndex contents, Func<int, int> lengthOf)
    {
        _set = set;
        Contents = contents;
        var counters = new TrendCounters(contents.Numbers);
        for (var user = 0; user < set.Sequences.Length; user++)
        {
            for (var place = 0; place < lengthOf(user); place++)
            {
                var viewing = EventOf(user, place, lengthOf(user));
                counters.Apply(
                    _choices.Count + 1, viewing.Unit(string.Empty), new UnitRecord.Viewing(viewing));
                _choices.Add((user, set.Sequences[user][place], viewing.OccurredAtUnixMs));
            }
        }

        _trend = TrendSnapshot.Merge(contents.Numbers, [counters], EndMs);
    }

    /// <summary>The catalogue.</summary>
    public ContentIndex Contents { get; }

    /// <summary>What can be said of the next item's moment.</summary>
    public static ViewingContext Context => new(EndMs);

    /// <summary>Trains on the log.</summary>
    public ModelParts Train(TrainingOptions options) => PartsTrainer.Train(_choices, Contents.Numbers, options);

    /// <summary>The moment after the log, seen by a model.</summary>
    public RankingMoment MomentOf(ModelParts parts, RankerWeights weights)
    {
        var draft = new ModelManifest
        {
            Version = "next-item",
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(EndMs),
        };
        return new RankingMoment(parts.ToArtefact(draft, weights).Open(), Contents, _trend);
    }

    /// <summary>The profile of a user who took the first items of their sequence.</summary>
    public Profile ProfileOf(int user, int length)
    {
        var profile = new Profile();
        // What a profile keeps of its contents is less than the longest sequences.
        for (var place = Math.Max(0, length - 2 * Viewer.MaxHistory); place < length; place++)
        {
            var viewing = EventOf(user, place, length);
            ProfileFold.Apply(profile, viewing, TraitsOf(viewing));
        }

        return profile;
    }

    /// <summary>How probable an interaction is to be with an item.</summary>
    public double ProbabilityOf(int item) =>
        (_trend.Total(item) + 1) / (_choices.Count + (double)Contents.Numbers.Count);

    private ContentTraits? TraitsOf(ViewingEvent viewing) =>
        Contents.TryGet(viewing.ContentId!, out var entry) ? entry.Traits : null;

    private ViewingEvent EventOf(int user, int place, int length) => new()
    {
        Id = $"{place}",
        UserId = _set.Users[user],
        ContentId = _set.Items[_set.Sequences[user][place]],
        Type = ViewingEventType.Complete,
        OccurredAtUnixMs = EndMs - (length - place) * StepMs,
    };
}

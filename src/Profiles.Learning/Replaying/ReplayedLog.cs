using Profiles.Core.Catalogue;
using Profiles.Core.Content;
using Profiles.Core.Trends;
using Profiles.Core.Units;

namespace Profiles.Learning.Replaying;

/// <summary>
/// The platform while a log is replayed in order of time: profiles, trends and catalogue as serving would have them
/// after the last record that was applied, by the very same folds; and what was chosen until then. Mutable, of one
/// owner.
/// </summary>
public sealed class ReplayedLog
{
    private readonly Dictionary<UnitKey, ReplayedUnit> _units = [];
    private readonly List<(int User, int Item, long AtMs)> _choices = [];
    private readonly TrendCounters _counters;
    private readonly TrendSum _sum;
    private long _sequence;

    /// <summary>Starts before the first record, with the catalogue of the end.</summary>
    public ReplayedLog(IEnumerable<ContentItem> contents)
    {
        Contents = new ContentIndex();
        foreach (var content in contents) Contents.Upsert(content, 1);
        _counters = new TrendCounters(Contents.Numbers);
        _sum = new TrendSum(Contents.Numbers);
    }

    /// <summary>The catalogue.</summary>
    public ContentIndex Contents { get; }

    /// <summary>How many units there are.</summary>
    public int UnitCount => _units.Count;

    /// <summary>The first time that each unit chose each content, in order of time; contents by number.</summary>
    public IReadOnlyList<(int User, int Item, long AtMs)> Choices => _choices;

    /// <summary>The unit of a key; null before its first record.</summary>
    public ReplayedUnit? Find(UnitKey key) => _units.GetValueOrDefault(key);

    /// <summary>What is watched, at a moment.</summary>
    public TrendSnapshot Trend(long atUnixMs)
    {
        _sum.Begin(atUnixMs);
        _sum.Add(_counters);
        return _sum.Finish();
    }

    /// <summary>Applies the next record.</summary>
    public void Apply(LogRecord record)
    {
        if (!_units.TryGetValue(record.Unit, out var unit))
        {
            unit = new ReplayedUnit(_units.Count);
            _units.Add(record.Unit, unit);
        }

        _sequence++;
        var profile = unit.State.Profile;
        var version = profile.Version;
        UnitFold.Apply(unit.State, _sequence, record.Record, record.Traits);
        _counters.Apply(_sequence, record.Unit, record.Record);

        // A duplicate, and what a linked device forwards, is folded elsewhere or not at all.
        if (!record.IsChoice || profile.Version == version) return;
        var content = Contents.Numbers.NumberOf(record.Viewing!.ContentId!);
        if (content != ContentNumbers.None && unit.Choose(content))
            _choices.Add((unit.Number, content, record.AtMs));
    }
}

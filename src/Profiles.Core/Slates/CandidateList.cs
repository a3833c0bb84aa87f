using Profiles.Core.Catalogue;
using Profiles.Core.Ranking;
using Profiles.Core.Slates.Filters;

namespace Profiles.Core.Slates;

/// <summary>
/// The candidates of one slate: each content once, admitted by every filter, with all who proposed it. Scratch that is
/// used again and again. Mutable; one owner at a time.
/// </summary>
internal sealed class CandidateList
{
    public const int Max = 512;

    private static readonly ICandidateFilter[] Filters =
    [
        new DeadContentFilter(), new DismissedFilter(), new AvailabilityFilter(), new LiveOverFilter(),
        new TerritoryFilter(), new MaturityFilter(), new SeenFilter(),
    ];

    private readonly int[] _numbers = new int[Max];
    private readonly ContentEntry[] _entries = new ContentEntry[Max];
    private readonly SlateSource[] _sources = new SlateSource[Max];
    private readonly long[] _orders = new long[Max];

    // By number: the round in which the content was taken, and where.
    private int[] _rounds = [];
    private int[] _places = [];
    private int _round;
    private int _taken;
    private int _quota;
    private SlateSource _source;

    public int Count { get; private set; }

    /// <summary>Whether a content was left out because the viewer's territory is not known.</summary>
    public bool LacksTerritory { get; set; }

    public ReadOnlySpan<int> Numbers => _numbers.AsSpan(0, Count);

    /// <summary>Whether the source has offered all that it may.</summary>
    public bool IsFull => _taken >= _quota || Count == Max;

    public SignalTable Signals { get; } = new();

    public float[] Scores { get; } = new float[Max];

    /// <summary>What a source's boost of 1 adds to a score.</summary>
    public float BoostUnit { get; set; }

    public ContentEntry EntryAt(int candidate) => _entries[candidate];

    /// <summary>The first source that proposed it.</summary>
    public SlateSource SourceAt(int candidate) => _sources[candidate];

    /// <summary>The place in the order of the sources.</summary>
    public long OrderAt(int candidate) => _orders[candidate];

    public void Begin(int contents)
    {
        Count = 0;
        LacksTerritory = false;
        if (_rounds.Length < contents)
        {
            Array.Resize(ref _rounds, Math.Max(contents, 2 * _rounds.Length));
            Array.Resize(ref _places, _rounds.Length);
        }

        if (++_round == int.MaxValue)
        {
            _rounds.AsSpan().Clear();
            _round = 1;
        }
    }

    public void Begin(ICandidateSource source)
    {
        _source = source.Source;
        _quota = source.MaxCandidates;
        _taken = 0;
    }

    /// <summary>Takes a content, unless a filter does not admit it.</summary>
    /// <param name="input">The request and the viewer.</param>
    /// <param name="number">The content.</param>
    /// <param name="order">
    /// Its place where the surface keeps the order of its sources, ascending; null for the order of offers.
    /// </param>
    public void Offer(in SlateInput input, int number, long? order = null)
    {
        // A number that came after the list began is of the next slate.
        if (IsFull || (uint)number >= (uint)_rounds.Length) return;
        if (_rounds[number] == _round)
        {
            // Known: the source that stands first names it. Admitted for one source is not admitted for another.
            ref var known = ref _sources[_places[number]];
            if (_source < known && Admits(input, _entries[_places[number]])) known = _source;
            _taken++;
            return;
        }

        if (input.Contents[number] is not { } entry || !Admits(input, entry)) return;
        _rounds[number] = _round;
        _places[number] = Count;
        _numbers[Count] = number;
        _entries[Count] = entry;
        _sources[Count] = _source;
        _orders[Count] = order ?? Count;
        Count++;
        _taken++;
    }

    public void Offer(in SlateInput input, ReadOnlySpan<int> numbers)
    {
        foreach (var number in numbers)
        {
            if (IsFull) return;
            Offer(input, number);
        }
    }

    private bool Admits(in SlateInput input, ContentEntry entry)
    {
        foreach (var filter in Filters)
        {
            if (filter.Admits(input, entry, _source)) continue;
            if (filter is TerritoryFilter && input.Request.Territory is null) LacksTerritory = true;
            return false;
        }

        return true;
    }
}

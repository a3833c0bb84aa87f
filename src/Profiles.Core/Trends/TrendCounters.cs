using Profiles.Core.Catalogue;
using Profiles.Core.Events;
using Profiles.Core.Units;

namespace Profiles.Core.Trends;

/// <summary>
/// One partition's counts of what is watched, in order of its log. Mutable; one owner. The same records in the same
/// order give the same bits, whole or in pieces saved and read between.
/// </summary>
/// <remarks>
/// A content takes a cell the first time it is counted, so cells are in an order that the log alone decides. Cells are
/// saved in blocks of <see cref="BlockCells"/>; only changed ones are.
/// </remarks>
/// <param name="numbers">The numbers of contents.</param>
public sealed partial class TrendCounters(ContentNumbers numbers)
{
    /// <summary>How many contents are saved together.</summary>
    public const int BlockCells = 16;

    private readonly List<int> _changedBlocks = [];
    private readonly DecayTime[] _times = new DecayTime[TrendHalfLives.Count];
    private TrendCell[] _cells = [];
    private bool[] _isChanged = [];

    // By number: the cell, counted from 1; 0 where the content has none.
    private int[] _places = [];
    private long _timesOfMs = long.MinValue;
    private DecayTime _slateTime;

    /// <summary>The sequence of the last record that was offered; 0 before the first.</summary>
    public long LastSequence { get; private set; }

    /// <summary>How many contents have been counted.</summary>
    public int Count { get; private set; }

    /// <summary>How many blocks the cells make.</summary>
    public int BlockCount => (Count + BlockCells - 1) / BlockCells;

    /// <summary>Events that were not counted because no more contents can have a number.</summary>
    public long Uncounted { get; private set; }

    internal ReadOnlySpan<TrendCell> Cells => _cells.AsSpan(0, Count);

    /// <summary>Counts the record at a position of the log.</summary>
    /// <param name="sequence">The position; at or before <see cref="LastSequence"/> nothing is counted again.</param>
    /// <param name="unit">Whose record it is.</param>
    /// <param name="record">
    /// The record. An event that a linked device forwarded was counted where the device's records are.
    /// </param>
    public void Apply(long sequence, UnitKey unit, UnitRecord record)
    {
        if (sequence <= LastSequence) return;
        LastSequence = sequence;
        if (record is not UnitRecord.Viewing { Event: { ContentId: { } contentId } viewing }) return;
        if (IsForwarded(unit, viewing)) return;

        var weight = TrendWeights.Of(viewing.Type);
        var isImpression = TrendWeights.IsImpression(viewing);
        if (weight == 0 && !isImpression) return;
        var number = numbers.NumberOf(contentId);
        if (number == ContentNumbers.None)
        {
            Uncounted++;
            return;
        }

        SetTime(viewing.OccurredAtUnixMs);
        ref var cell = ref CellOf(number);
        cell.FirstSeenMs = Math.Min(cell.FirstSeenMs, viewing.OccurredAtUnixMs);
        if (isImpression) cell.Impressions.Add(1, _slateTime);
        if (TrendWeights.IsClick(viewing)) cell.Clicks.Add(1, _slateTime);
        if (weight == 0) return;

        cell.Total += weight;
        for (var i = 0; i < TrendHalfLives.Count; i++) cell.Counts[i].Add(weight, _times[i]);
    }

    private static bool IsForwarded(UnitKey unit, ViewingEvent viewing) => viewing.UserId is { } userId
        ? unit.Kind != UnitKind.User || userId != unit.Id
        : unit.Kind != UnitKind.Device || viewing.DeviceId != unit.Id;

    private void SetTime(long unixMs)
    {
        if (unixMs == _timesOfMs) return;
        _timesOfMs = unixMs;
        for (var i = 0; i < _times.Length; i++) _times[i] = DecayTime.Of(unixMs, TrendHalfLives.Hours[i]);
        _slateTime = DecayTime.Of(unixMs, TrendHalfLives.SlateHours);
    }

    private ref TrendCell CellOf(int number)
    {
        if (number >= _places.Length) Array.Resize(ref _places, Math.Max(number + 1, _places.Length * 2));
        ref var place = ref _places[number];
        if (place == 0) place = AddCell(number) + 1;
        var block = (place - 1) / BlockCells;
        if (!_isChanged[block])
        {
            _isChanged[block] = true;
            _changedBlocks.Add(block);
        }

        return ref _cells[place - 1];
    }

    private int AddCell(int number)
    {
        if (Count == _cells.Length)
        {
            Array.Resize(ref _cells, Math.Max(BlockCells, _cells.Length * 2));
            Array.Resize(ref _isChanged, _cells.Length / BlockCells);
        }

        _cells[Count] = new TrendCell { Number = number, FirstSeenMs = long.MaxValue };
        return Count++;
    }
}

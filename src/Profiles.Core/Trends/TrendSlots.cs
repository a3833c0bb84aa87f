namespace Profiles.Core.Trends;

/// <summary>
/// Gives each content that is counted a slot, in the order in which they are first seen: so that a snapshot is as long
/// as the contents that were watched, not as the catalogue. Grows only; one writer. What it has <see cref="Seen"/>
/// is read by any thread meanwhile.
/// </summary>
internal sealed class TrendSlots
{
    // By number: the slot, counted from 1; 0 for none.
    private int[] _slots = [];
    private int[] _numbers = [];

    /// <summary>How many slots there are.</summary>
    public int Count { get; private set; }

    /// <summary>The slot of a content that has one.</summary>
    public int this[int number] => _slots[number] - 1;

    /// <summary>Gives a content a slot, if it has none.</summary>
    public void Add(int number)
    {
        if (number >= _slots.Length) Array.Resize(ref _slots, Math.Max(number + 1, _slots.Length * 2));
        if (_slots[number] != 0) return;
        if (Count == _numbers.Length) Array.Resize(ref _numbers, Math.Max(16, _numbers.Length * 2));
        _numbers[Count] = number;
        _slots[number] = ++Count;
    }

    /// <summary>The slots there are now.</summary>
    public View Seen() => new(_slots, _numbers, Count);

    /// <summary>
    /// The slots of one moment. Later ones may be written to the same arrays: they are above its count.
    /// </summary>
    public readonly struct View(int[] slots, int[] numbers, int count)
    {
        /// <summary>How many there are.</summary>
        public int Count => count;

        /// <summary>The slot of a content; −1 for none.</summary>
        public int SlotOf(int number)
        {
            var slot = (uint)number < (uint)slots.Length ? slots[number] : 0;
            return slot <= count ? slot - 1 : -1;
        }

        /// <summary>The content of a slot.</summary>
        public int NumberOf(int slot) => numbers[slot];
    }
}

namespace Profiles.Core.Catalogue;

/// <summary>
/// Contents that had a key when they were added: grows at its end by one writer, while others read. What has lost the
/// key stays behind until the bucket is compacted, so readers ask the content itself.
/// </summary>
internal sealed class NumberBucket
{
    private const int MinStale = 16;

    private int[] _numbers = new int[4];
    private int _count;
    private int _stale;

    /// <summary>The numbers, in the order they were added; some may have lost the key, and may stand twice.</summary>
    public ReadOnlySpan<int> Numbers
    {
        get
        {
            // The count is read first: the array that is read after it holds at least as many.
            var count = Volatile.Read(ref _count);
            return Volatile.Read(ref _numbers).AsSpan(0, count);
        }
    }

    public void Add(int number)
    {
        var numbers = _numbers;
        if (_count == numbers.Length)
        {
            Array.Resize(ref numbers, numbers.Length * 2);
            Volatile.Write(ref _numbers, numbers);
        }

        numbers[_count] = number;
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>One more of the numbers has lost the key. Compacts where those have become the most.</summary>
    /// <returns>A bucket to use instead of this one; null while this one still does.</returns>
    public NumberBucket? Lose(Predicate<int> belongs)
    {
        if (++_stale < MinStale || _stale * 2 < _count) return null;
        var compacted = new NumberBucket();
        var seen = new HashSet<int>();
        foreach (var number in Numbers)
            if (belongs(number) && seen.Add(number)) compacted.Add(number);
        return compacted;
    }
}

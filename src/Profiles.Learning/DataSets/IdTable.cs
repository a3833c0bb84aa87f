namespace Profiles.Learning.DataSets;

/// <summary>
/// Ids and their numbers, from 0 in the order in which the ids were first seen. Mutable, of one owner.
/// </summary>
public sealed class IdTable
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _ids = [];

    /// <summary>How many ids there are.</summary>
    public int Count => _ids.Count;

    /// <summary>The id of a number.</summary>
    public string this[int number] => _ids[number];

    /// <summary>The number of an id, which gets one where it has none.</summary>
    public int NumberOf(ReadOnlySpan<char> id)
    {
        var lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(id, out var number)) return number;

        number = _ids.Count;
        var text = id.ToString();
        _ids.Add(text);
        _numbers.Add(text, number);
        return number;
    }

    /// <summary>The number of an id that has one.</summary>
    public bool TryGet(ReadOnlySpan<char> id, out int number) =>
        _numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out number);
}

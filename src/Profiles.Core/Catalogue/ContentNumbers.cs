using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Profiles.Core.Catalogue;

/// <summary>
/// Gives each content id a dense number, once and for as long as the process lives, so that what is kept by content is
/// an array. Numbers differ from one process to the next: they are never stored, and nothing that is computed may
/// depend on their order. Safe to share between threads.
/// </summary>
/// <param name="maxContents">The most ids that get a number; at most <see cref="MaxContents"/>.</param>
public sealed class ContentNumbers(int maxContents = ContentNumbers.MaxContents)
{
    /// <summary>The most ids that get a number; further ones get <see cref="None"/>.</summary>
    public const int MaxContents = 4_000_000;

    /// <summary>The number of an id that has none.</summary>
    public const int None = -1;

    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Lock _adding = new();
    private readonly int _max = Math.Clamp(maxContents, 0, MaxContents);
    private string[] _ids = new string[256];
    private int _count;

    /// <summary>How many ids have a number: all numbers are below.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The id's number, given now where it had none; <see cref="None"/> where the bound is reached.</summary>
    public int NumberOf(string id) => _numbers.TryGetValue(id, out var number) ? number : Add(id);

    /// <summary>The id's number, where it has one.</summary>
    public bool TryGet(string id, out int number)
    {
        if (_numbers.TryGetValue(id, out number)) return true;
        number = None;
        return false;
    }

    /// <summary>The id of a number that was given out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number was never given out.</exception>
    public string IdOf(int number)
    {
        var ids = Volatile.Read(ref _ids);
        if ((uint)number >= (uint)ids.Length || ids[number] is not { } id) throw Unknown(number);
        return id;
    }

    private int Add(string id)
    {
        lock (_adding)
        {
            if (_numbers.TryGetValue(id, out var number)) return number;
            number = _count;
            if (number >= _max) return None;

            var ids = _ids;
            if (number == ids.Length) Array.Resize(ref ids, Math.Min(ids.Length * 2, MaxContents));
            ids[number] = id;
            Volatile.Write(ref _ids, ids);
            Volatile.Write(ref _count, number + 1);
            _numbers[id] = number;
            return number;
        }
    }

    [DoesNotReturn]
    private static ArgumentOutOfRangeException Unknown(int number) =>
        throw new ArgumentOutOfRangeException(nameof(number), number, "No content has this number.");
}

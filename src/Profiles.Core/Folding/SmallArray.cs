namespace Profiles.Core.Folding;

/// <summary>
/// Operations on an array of which the first items are in use. Grown by need, by a quarter and at least two: most
/// profiles are small, and there are millions of them.
/// </summary>
internal static class SmallArray
{
    public static void Insert<T>(ref T[]? items, ref int count, int index, in T item)
    {
        if (items is null) items = new T[2];
        else if (count == items.Length) Array.Resize(ref items, count + Math.Max(2, count / 4));

        if (index < count) Array.Copy(items, index, items, index + 1, count - index);
        items[index] = item;
        count++;
    }

    public static void RemoveAt<T>(T[] items, ref int count, int index)
    {
        count--;
        if (index < count) Array.Copy(items, index + 1, items, index, count - index);
        items[count] = default!;
    }

    /// <summary>Moves an item and shifts those between.</summary>
    public static void Move<T>(T[] items, int from, int to, in T item)
    {
        if (from < to) Array.Copy(items, from + 1, items, from, to - from);
        else if (from > to) Array.Copy(items, to, items, to + 1, from - to);
        items[to] = item;
    }
}

using System.Collections.Immutable;

namespace Profiles.Learning.DataSets;

/// <summary>
/// Reads sequences: a line a user with the items in order of time, <c>user item item ...</c>; or a line an interaction
/// in order of time, <c>user item</c>. Fields are separated by spaces or tabs.
/// </summary>
public static class SequenceFile
{
    /// <summary>Reads lines of the form <c>user item item ...</c>.</summary>
    /// <param name="file">The file, as the user named it.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="DataSetException">A line is not of this form, or names a user a second time.</exception>
    public static SequenceSet ReadSequences(string file, TextReader text)
    {
        var lines = new DataSetLines(file, text);
        var (users, items) = (new IdTable(), new IdTable());
        var sequences = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        while (lines.Next() is { } line)
        {
            var fields = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 2) throw lines.Refused("The line has no item after the user.");
            Check(line, lines);
            if (users.NumberOf(fields[0]) != sequences.Count)
                throw lines.Refused($"User '{fields[0]}' has a line already.");
            sequences.Add([.. fields.Skip(1).Select(item => items.NumberOf(item))]);
        }

        if (sequences.Count == 0) throw lines.Refused();
        return new SequenceSet(users, items, sequences.DrainToImmutable());
    }

    /// <summary>Reads lines of the form <c>user item</c>.</summary>
    /// <param name="file">The file, as the user named it.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="DataSetException">A line is not of this form.</exception>
    public static SequenceSet ReadPairs(string file, TextReader text)
    {
        var lines = new DataSetLines(file, text);
        var (users, items) = (new IdTable(), new IdTable());
        var sequences = new List<ImmutableArray<int>.Builder>();
        while (lines.Next() is { } line)
        {
            var fields = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length != 2) throw lines.Refused("The line has not the two fields user and item.");
            Check(line, lines);
            var user = users.NumberOf(fields[0]);
            if (user == sequences.Count) sequences.Add(ImmutableArray.CreateBuilder<int>());
            sequences[user].Add(items.NumberOf(fields[1]));
        }

        if (sequences.Count == 0) throw lines.Refused();
        return new SequenceSet(users, items, [.. sequences.Select(sequence => sequence.DrainToImmutable())]);
    }

    private static void Check(string line, DataSetLines lines)
    {
        if (line.AsSpan().IndexOfAnyInRange('\0', '\b') >= 0)
            throw lines.Refused("The line holds a control character.");
    }
}

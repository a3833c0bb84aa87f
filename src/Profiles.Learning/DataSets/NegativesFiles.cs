using System.Collections.Immutable;
using System.Globalization;

namespace Profiles.Learning.DataSets;

/// <summary>
/// Reads the three files of leave-one-out with sampled negatives, separated by tabs: train and test have <c>user item
/// rating timestamp</c>, the negatives <c>(user,item) item item ...</c>, a line for each line of the test.
/// </summary>
public static class NegativesFiles
{
    private const int RatingFields = 4;

    /// <summary>Reads the three files.</summary>
    /// <param name="train">The training part: its name and its text.</param>
    /// <param name="test">The test part.</param>
    /// <param name="negatives">The items to tell from those of the test part.</param>
    /// <exception cref="DataSetException">A line is not of its form, or the files do not belong together.</exception>
    public static NegativesSet Read(
        (string Name, TextReader Text) train, (string Name, TextReader Text) test,
        (string Name, TextReader Text) negatives)
    {
        var (users, items) = (new IdTable(), new IdTable());
        var taken = ReadRatings(train, users, items);
        var training = new List<(long At, int Item)>[users.Count];
        for (var user = 0; user < training.Length; user++) training[user] = [];
        foreach (var (user, item, at) in taken) training[user].Add((at, item));

        var tests = ReadRatings(test, users, items);
        var cases = ReadCases(negatives, tests, users, items);
        // Users of whom nothing is known before their test case have an empty history.
        var sequences = Enumerable.Range(0, users.Count).Select(user => user < training.Length
            ? training[user].OrderBy(entry => entry.At).Select(entry => entry.Item).ToImmutableArray()
            : []);
        return new NegativesSet(new SequenceSet(users, items, [.. sequences]), cases);
    }

    private static List<(int User, int Item, long At)> ReadRatings(
        (string Name, TextReader Text) source, IdTable users, IdTable items)
    {
        var lines = new DataSetLines(source.Name, source.Text);
        var ratings = new List<(int, int, long)>();
        while (lines.Next() is { } line)
        {
            var fields = line.Split('\t', StringSplitOptions.TrimEntries);
            if (fields.Length != RatingFields)
                throw lines.Refused("The line has not the four fields user, item, rating and timestamp.");
            if (fields[0].Length == 0 || fields[1].Length == 0) throw lines.Refused("The user or the item is empty.");
            if (!double.TryParse(fields[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var rating)
                || !double.IsFinite(rating))
                throw lines.Refused("The rating is no number.");
            if (!long.TryParse(fields[3], NumberStyles.Integer, CultureInfo.InvariantCulture, out var at))
                throw lines.Refused("The timestamp is no whole number.");
            ratings.Add((users.NumberOf(fields[0]), items.NumberOf(fields[1]), at));
        }

        if (ratings.Count == 0) throw lines.Refused();
        return ratings;
    }

    private static ImmutableArray<NegativesCase> ReadCases(
        (string Name, TextReader Text) source, List<(int User, int Item, long At)> tests, IdTable users, IdTable items)
    {
        var lines = new DataSetLines(source.Name, source.Text);
        var cases = ImmutableArray.CreateBuilder<NegativesCase>();
        while (lines.Next() is { } line)
        {
            var fields = line.Split('\t', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var comma = fields.Length == 0 ? -1 : fields[0].IndexOf(',', StringComparison.Ordinal);
            if (comma < 0 || fields[0] is not ['(', .., ')'])
                throw lines.Refused("The line does not begin with (user,item).");
            if (fields.Length < 2) throw lines.Refused("The line has no negative items.");
            if (cases.Count == tests.Count) throw lines.Refused("The test part has no line for it.");

            var (user, item, _) = tests[cases.Count];
            if (!fields[0].AsSpan(1, comma - 1).SequenceEqual(users[user])
                || !fields[0].AsSpan(comma + 1, fields[0].Length - comma - 2).SequenceEqual(items[item]))
            {
                throw lines.Refused(
                    $"It is about {fields[0]}, the same line of the test part about ({users[user]},{items[item]}).");
            }

            var negatives = fields.Skip(1).Select(id => items.NumberOf(id)).ToImmutableArray();
            if (negatives.Contains(item)) throw lines.Refused("The relevant item is among the negative ones.");
            cases.Add(new NegativesCase(user, item, negatives));
        }

        if (cases.Count < tests.Count)
            throw new DataSetException(source.Name, 0, $"It has {cases.Count} lines, the test part {tests.Count}.");
        return cases.DrainToImmutable();
    }
}

namespace Profiles.Core.Text;

/// <summary>Finds what someone probably meant to write.</summary>
public static class NearestName
{
    private const int MaxLength = 128;

    /// <summary>
    /// The name with the least edits from what was written (insert, remove, replace one character; case costs
    /// nothing), of those that need at most a third of the characters edited; equal ones in ordinal order.
    /// </summary>
    public static string? Find(string written, IEnumerable<string> names)
    {
        if (written.Length > MaxLength) return null;
        string? nearest = null;
        var least = Math.Max(1, written.Length / 3) + 1;
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            if (Math.Abs(name.Length - written.Length) >= least) continue;
            var edits = Edits(written, name);
            if (edits >= least) continue;
            (nearest, least) = (name, edits);
        }

        return nearest;
    }

    // Levenshtein's distance, one row at a time.
    private static int Edits(string from, string to)
    {
        var row = new int[to.Length + 1];
        for (var j = 0; j <= to.Length; j++) row[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var isSame = char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]);
                var edits = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (isSame ? 0 : 1));
                (diagonal, row[j]) = (row[j], edits);
            }
        }

        return row[to.Length];
    }
}

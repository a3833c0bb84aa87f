using Profiles.Core.Catalogue;

namespace Profiles.Learning.Training;

/// <summary>What part of what everyone chose each genre is.</summary>
public static class GenreShares
{
    /// <summary>The shares; a choice counts one, in equal parts for the genres of its content.</summary>
    public static IReadOnlyDictionary<string, float> Of(
        IReadOnlyList<(int User, int Item, long AtMs)> choices, ContentIndex contents)
    {
        var counts = new SortedDictionary<string, double>(StringComparer.Ordinal);
        double total = 0;
        foreach (var (_, item, _) in choices)
        {
            if (contents[item] is not { Item.Genres: { Length: > 0 } genres }) continue;
            total++;
            foreach (var genre in genres)
                counts[genre] = counts.GetValueOrDefault(genre) + 1.0 / genres.Length;
        }

        return counts.ToDictionary(genre => genre.Key, genre => (float)Math.Min(1, genre.Value / total));
    }
}

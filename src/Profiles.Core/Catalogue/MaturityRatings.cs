using System.Collections.Frozen;

namespace Profiles.Core.Catalogue;

/// <summary>
/// The maturity ratings that this build knows, of the systems of films and television of several countries, each as the
/// age from which the content is meant to be seen. The one table.
/// </summary>
public static class MaturityRatings
{
    /// <summary>The age of a rating that is not known, or not given: above every limit.</summary>
    public const int StrictestAge = 99;

    private static readonly FrozenDictionary<string, int> Ages = new Dictionary<string, int>
    {
        // United States: MPA, television.
        ["G"] = 0, ["PG"] = 8, ["PG-13"] = 13, ["R"] = 17, ["NC-17"] = 18,
        ["TV-Y"] = 0, ["TV-Y7"] = 7, ["TV-G"] = 0, ["TV-PG"] = 8, ["TV-14"] = 14, ["TV-MA"] = 17,
        // United Kingdom: BBFC; R18 above all.
        ["U"] = 0, ["12A"] = 12, ["R18"] = 18,
        // Germany: FSK.
        ["FSK-0"] = 0, ["FSK-6"] = 6, ["FSK-12"] = 12, ["FSK-16"] = 16, ["FSK-18"] = 18,
        // Ages as such: BBFC, PEGI and many others.
        ["0"] = 0, ["3"] = 3, ["6"] = 6, ["7"] = 7, ["9"] = 9, ["10"] = 10, ["11"] = 11, ["12"] = 12, ["13"] = 13,
        ["14"] = 14, ["15"] = 15, ["16"] = 16, ["17"] = 17, ["18"] = 18,
        ["0+"] = 0, ["6+"] = 6, ["7+"] = 7, ["12+"] = 12, ["13+"] = 13, ["14+"] = 14, ["15+"] = 15, ["16+"] = 16,
        ["18+"] = 18, ["21+"] = 21, ["ALL"] = 0,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names that are known, in ascending order of age.</summary>
    public static IEnumerable<string> Names =>
        Ages.OrderBy(rating => rating.Value).ThenBy(rating => rating.Key, StringComparer.Ordinal)
            .Select(rating => rating.Key);

    /// <summary>The age of a rating.</summary>
    public static bool TryAge(string? rating, out int age)
    {
        age = StrictestAge;
        return rating is not null && Ages.TryGetValue(rating, out age);
    }

    /// <summary>The age of a content's rating; <see cref="StrictestAge"/> where it is not known.</summary>
    public static int AgeOf(string? rating) => TryAge(rating, out var age) ? age : StrictestAge;
}

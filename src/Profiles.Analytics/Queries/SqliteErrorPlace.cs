namespace Profiles.Analytics.Queries;

/// <summary>Where in a statement SQLite met an error, of which it names only the token.</summary>
internal static class SqliteErrorPlace
{
    private const int MaxTries = 50;

    /// <summary>The place, in characters from 1; null where it cannot be told.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="message">What SQLite says about it.</param>
    /// <param name="messageOf">What SQLite says about another statement.</param>
    public static int? Find(string sql, string message, Func<string, string> messageOf)
    {
        // The parser stops at the first token that fits nowhere. A prefix that ends with this very token fails in the
        // same words; one that ends with an earlier occurrence is only incomplete.
        if (message.StartsWith("near \"", StringComparison.Ordinal))
        {
            var token = message[6..message.LastIndexOf('"')];
            var tries = 0;
            for (var at = IndexOf(sql, token, 0); at >= 0 && tries < MaxTries; at = IndexOf(sql, token, at + 1))
            {
                if (messageOf(sql[..(at + token.Length)]) == message) return at + 1;
                tries++;
            }

            return null;
        }

        if (message == "incomplete input") return sql.Length;
        var colon = message.IndexOf(": ", StringComparison.Ordinal);
        if (!message.StartsWith("no such ", StringComparison.Ordinal) || colon < 0) return null;
        var found = IndexOf(sql, message[(colon + 2)..], 0);
        return found < 0 ? null : found + 1;
    }

    private static int IndexOf(string sql, string token, int from) =>
        token.Length == 0 ? -1 : sql.IndexOf(token, from, StringComparison.OrdinalIgnoreCase);
}

using System.Collections.Immutable;
using Profiles.Analytics.Schema;
using SQLitePCL;

namespace Profiles.Analytics.Queries;

/// <summary>
/// What SQLite asks while it compiles a statement: every table, function and action of it. Allowed is reading the
/// views, and through them their tables; the text is never looked at.
/// </summary>
internal sealed class SqliteGuard
{
    private static readonly ImmutableHashSet<string> Readable =
    [
        .. AnalyticsViews.All.Select(view => view.Name),
    ];

    private static readonly ImmutableHashSet<string> Hidden =
        ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, [.. AnalyticsTables.Bookkeeping]);

    private static readonly ImmutableHashSet<string> RefusedFunctions =
        ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "load_extension", "fts3_tokenizer");

    // Actions that read nothing and change something, by their numbers in sqlite3.h: inserts, updates, deletes, and
    // whatever makes, drops or alters.
    private static readonly ImmutableHashSet<int> Changing =
        [.. Enumerable.Range(1, 18), 22, 23, 26, 27, 28, 29, 30, 32];

    /// <summary>Why the statement is refused; null while nothing in it is.</summary>
    public QueryException? Refusal { get; private set; }

    public int Authorize(object? _, int action, string? first, string? second, string? database, string? view)
    {
        var isAllowed = action switch
        {
            raw.SQLITE_SELECT or raw.SQLITE_RECURSIVE => true,
            raw.SQLITE_READ => MayRead(first ?? "", second ?? "", view),
            raw.SQLITE_FUNCTION => !RefusedFunctions.Contains(second ?? ""),
            _ => false,
        };
        if (isAllowed) return raw.SQLITE_OK;
        Refusal ??= Changing.Contains(action)
            ? Writes()
            : new QueryException(QueryException.Refused, action switch
            {
                raw.SQLITE_READ => $"'{first}' is not one of the views: "
                    + $"{string.Join(", ", AnalyticsViews.All.Select(each => each.Name))}.",
                raw.SQLITE_FUNCTION => $"The function {second} is not for queries.",
                raw.SQLITE_PRAGMA => "PRAGMA is not for queries; GET /v1/query/schema lists views and columns.",
                raw.SQLITE_ATTACH or raw.SQLITE_DETACH => "A query reads the views and no other file.",
                _ => "A query is one SELECT over the views.",
            });
        return raw.SQLITE_DENY;
    }

    // Where no column is read, SQLite asks for a name in the statement's own WITH, and for the table of a view whose
    // rows are counted: that tells no more than the view does.
    private static bool MayRead(string table, string column, string? view) =>
        Readable.Contains(table) || (view is not null && Readable.Contains(view))
        || (column.Length == 0 && !Hidden.Contains(table)
            && !table.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase)
            && !table.StartsWith("pragma_", StringComparison.OrdinalIgnoreCase));

    public static QueryException Writes() => new(
        QueryException.Writes, "A query only reads; this statement would change something. Ask with SELECT.");
}

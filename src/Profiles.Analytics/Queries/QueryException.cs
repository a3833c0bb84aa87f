namespace Profiles.Analytics.Queries;

/// <summary>A query is refused or failed, for a reason with a name; the message says the remedy.</summary>
public sealed class QueryException(string code, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>It is not SQL that this database understands.</summary>
    public const string Syntax = "query_syntax";

    /// <summary>It would change something.</summary>
    public const string Writes = "query_writes";

    /// <summary>It asks for something that queries may not.</summary>
    public const string Refused = "query_refused";

    /// <summary>It ran out of time.</summary>
    public const string TooLong = "query_too_long";

    /// <summary>It answers, or computes a value of, more bytes than it may.</summary>
    public const string TooLarge = "query_too_large";

    /// <summary>Too many queries are running.</summary>
    public const string Busy = "query_busy";

    /// <summary>It failed on the rows that it met.</summary>
    public const string Failed = "query_failed";

    /// <summary>The tables cannot be read.</summary>
    public const string Unavailable = "query_unavailable";

    /// <summary>Which of the constants above.</summary>
    public string Code => code;

    /// <summary>Where in the statement, counted in characters from 1; null where unknown.</summary>
    public int? Position { get; init; }
}

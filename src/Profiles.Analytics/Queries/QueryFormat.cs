namespace Profiles.Analytics.Queries;

/// <summary>The form of an answer.</summary>
public enum QueryFormat
{
    /// <summary>One JSON object with columns, rows, truncated and elapsedMs.</summary>
    Json,

    /// <summary>A JSON object a row and line.</summary>
    Ndjson,

    /// <summary>RFC 4180, with a line of names.</summary>
    Csv,

    /// <summary>Columns for people, aligned.</summary>
    Table,
}

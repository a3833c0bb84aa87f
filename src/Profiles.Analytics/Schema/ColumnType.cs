namespace Profiles.Analytics.Schema;

/// <summary>What a column of a view holds.</summary>
public enum ColumnType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number of 64 bits.</summary>
    Integer,

    /// <summary>A double.</summary>
    Number,

    /// <summary>A moment in UTC: text such as 2026-01-31T20:00:00.000Z in SQLite, timestamptz in PostgreSQL.</summary>
    Time,

    /// <summary>A day in UTC: text such as 2026-01-31 in SQLite, date in PostgreSQL.</summary>
    Day,

    /// <summary>A JSON object: text in SQLite, jsonb in PostgreSQL.</summary>
    Json,
}

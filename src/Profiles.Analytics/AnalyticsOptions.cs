using System.ComponentModel.DataAnnotations;
using Profiles.Analytics.Queries;

namespace Profiles.Analytics;

/// <summary>Where exposures and outcomes are kept for analysts, which of them, and for how long.</summary>
public sealed class AnalyticsOptions
{
    /// <summary>
    /// The connection string of a PostgreSQL database; null for a SQLite file in the data folder. It holds a secret:
    /// give it by the environment.
    /// </summary>
    public string? PostgresConnectionString { get; set; }

    /// <summary>
    /// Whether impressions become rows. Off by default: they are ten to fifty times the rest, the slate log has them
    /// too, and no metric of an experiment but its own exposure needs them.
    /// </summary>
    public bool KeepImpressions { get; set; }

    /// <summary>
    /// Whether each progress event becomes a row. Off by default: those of one unit, content and UTC hour become one
    /// row with the earliest and the furthest position, which is all that watch time is made of.
    /// </summary>
    public bool KeepEveryProgress { get; set; }

    /// <summary>For how many days after it happened an exposure is kept, 1 to 36,500.</summary>
    [Range(1, 36_500)]
    public int ExposureDays { get; set; } = 730;

    /// <summary>For how many days after it happened an outcome is kept, 1 to 36,500.</summary>
    [Range(1, 36_500)]
    public int OutcomeDays { get; set; } = 400;

    /// <summary>How much a query may take.</summary>
    public QueryLimits Queries { get; set; } = new();

    /// <summary>The most records that become rows in one transaction, 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int BatchRecords { get; set; } = 8_192;

    /// <summary>How long new records may wait for others before they become rows, 1 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait before a write that failed is tried again, 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often rows past their days are looked for, 1 s to 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan RetentionInterval { get; set; } = TimeSpan.FromHours(1);
}

using System.ComponentModel.DataAnnotations;

namespace Profiles.Analytics.Queries;

/// <summary>How much a query may take.</summary>
public sealed class QueryLimits
{
    /// <summary>The rows of an answer unless the caller says otherwise.</summary>
    public const int DefaultRows = 10_000;

    /// <summary>The longest statement, in UTF-16 code units.</summary>
    public const int MaxSqlLength = 65_536;

    /// <summary>The most rows that a caller may ask for; what is beyond is cut, and said to be.</summary>
    [Range(1, 100_000_000)]
    public int MaxRows { get; set; } = 1_000_000;

    /// <summary>The most bytes of the values of an answer; beyond it the query fails.</summary>
    [Range(1_024, 1L << 32)]
    public long MaxBytes { get; set; } = 64L << 20;

    /// <summary>How long a query may run, the time to send its rows included.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many queries run at once; others wait as long as one may run, then they are refused.</summary>
    [Range(1, 64)]
    public int MaxConcurrent { get; set; } = 2;
}

namespace Profiles.Core.Events;

/// <summary>
/// What a batch of events may hold. Immutable; <see cref="Validate"/> names every setting that is out of range.
/// </summary>
public sealed record EventLimits
{
    /// <summary>The limits that hold unless configured.</summary>
    public static EventLimits Default { get; } = new();

    /// <summary>The most bytes of one event. 1,024 to 1,048,576; default 65,536.</summary>
    public int MaxEventBytes { get; init; } = 65_536;

    /// <summary>The most events of one batch. 1 to 2,147,483,647; default 10,000.</summary>
    public int MaxBatchEvents { get; init; } = 10_000;

    /// <summary>
    /// The most bytes of an event's, user's, device's, content's, session's or slate's id. 16 to 1,024; default 256.
    /// </summary>
    public int MaxIdBytes { get; init; } = 256;

    /// <summary>The most bytes of <c>device</c> and <c>territory</c>. 8 to 1,024; default 64.</summary>
    public int MaxFieldBytes { get; init; } = 64;

    /// <summary>The most levels of objects and lists in an event, itself included. 2 to 64; default 16.</summary>
    public int MaxDepth { get; init; } = 16;

    /// <summary>The largest position or duration, in seconds. 1 to 4,000,000 (46 days); default 4,000,000.</summary>
    public double MaxSeconds { get; init; } = 4_000_000;

    /// <summary>The largest <c>value</c>. Default 1,000,000,000.</summary>
    public double MaxValue { get; init; } = 1e9;

    /// <summary>The earliest event time. Default 2000-01-01 UTC.</summary>
    public DateTimeOffset EarliestTime { get; init; } = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How far ahead of the clock an event time may be. 0 to 7 days; default 24 hours.</summary>
    public TimeSpan MaxAhead { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Every setting that is out of range, with its value and what is allowed; empty when all is well.
    /// </summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        Check(nameof(MaxEventBytes), MaxEventBytes, 1024, 1_048_576);
        Check(nameof(MaxBatchEvents), MaxBatchEvents, 1, int.MaxValue);
        Check(nameof(MaxIdBytes), MaxIdBytes, 16, 1024);
        Check(nameof(MaxFieldBytes), MaxFieldBytes, 8, 1024);
        Check(nameof(MaxDepth), MaxDepth, 2, 64);
        Check(nameof(MaxSeconds), MaxSeconds, 1, 4_000_000);
        Check(nameof(MaxValue), MaxValue, 1, 1e15);
        Check(nameof(MaxAhead) + " (hours)", MaxAhead.TotalHours, 0, 168);
        if (EarliestTime.Year < 1971) errors.Add($"{nameof(EarliestTime)} is {EarliestTime:O}; use 1971 or later.");
        return errors;

        void Check(string name, double value, double min, double max)
        {
            if (value < min || value > max || double.IsNaN(value))
                errors.Add($"{name} is {value}; use {min} to {max}.");
        }
    }
}

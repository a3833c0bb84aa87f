namespace Profiles.Storage.Operations;

/// <summary>Which dead letters to list. What is null does not narrow.</summary>
public sealed record DeadLetterFilter
{
    public const int MaxLimit = 10_000;

    public int? Partition { get; init; }

    public string? Unit { get; init; }

    public string? Cause { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Until { get; init; }

    public bool IncludeReplayed { get; init; }

    /// <summary>Only letters after this id: the last one of the page before.</summary>
    public long AfterId { get; init; }

    /// <summary>1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 100;
}

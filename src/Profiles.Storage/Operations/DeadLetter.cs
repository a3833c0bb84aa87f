namespace Profiles.Storage.Operations;

/// <summary>An event that could not be folded: where it is in the log, whose it is, and why.</summary>
/// <param name="Cause">A stable name that letters are counted and filtered by.</param>
/// <param name="Detail">What happened in words.</param>
/// <param name="Payload">The record's payload, as it is in the log.</param>
public sealed record DeadLetter(
    int Partition,
    long Sequence,
    string Unit,
    string EventId,
    string Cause,
    string Detail,
    ReadOnlyMemory<byte> Payload,
    DateTimeOffset At)
{
    /// <summary>Given by the store.</summary>
    public long Id { get; init; }

    public DateTimeOffset? ReplayedAt { get; init; }
}

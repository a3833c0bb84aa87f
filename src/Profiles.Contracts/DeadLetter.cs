namespace Profiles.Contracts;

/// <summary>A record that could not be folded.</summary>
/// <param name="Id">Its number in the dead-letter store.</param>
/// <param name="Partition">The partition of the log that holds it.</param>
/// <param name="Sequence">Its place there.</param>
/// <param name="Unit">The unit's grain key; empty where it could not be read.</param>
/// <param name="Cause">A stable name: <c>undecodable</c> or <c>fold-failed</c>.</param>
/// <param name="Detail">What happened, in one line.</param>
/// <param name="At">When it was put aside.</param>
/// <param name="ReplayedAt">When it was appended again; null while it was not.</param>
public sealed record DeadLetter(
    long Id,
    int Partition,
    long Sequence,
    string Unit,
    string Cause,
    string Detail,
    DateTimeOffset At,
    DateTimeOffset? ReplayedAt);

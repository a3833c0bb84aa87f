namespace Profiles.Contracts;

/// <summary>How far one partition of the log has been taken.</summary>
/// <param name="Partition">The partition, from 0.</param>
/// <param name="Appended">The sequence after the last durable record; 1 in an empty log.</param>
/// <param name="Folded">The sequence after the last record folded.</param>
/// <param name="Checkpointed">The sequence that a restart would replay from.</param>
/// <param name="DeadLetters">How many records of it were put aside since the process started.</param>
public sealed record PartitionStatus(int Partition, long Appended, long Folded, long Checkpointed, long DeadLetters)
{
    /// <summary>How many durable records are not folded yet.</summary>
    public long Lag => Appended - Folded;
}

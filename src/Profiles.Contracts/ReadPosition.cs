namespace Profiles.Contracts;

/// <summary>One partition of the log, and the sequence of the last record that a reader must have seen there.</summary>
/// <param name="Partition">The partition, from 0.</param>
/// <param name="Sequence">The sequence of the record, from 1; 0 stands before the first.</param>
public readonly record struct ReadPosition(int Partition, long Sequence);

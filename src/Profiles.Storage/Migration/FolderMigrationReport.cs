namespace Profiles.Storage.Migration;

/// <summary>What was moved from a data folder into a cluster, as counted while it was read again from there.</summary>
public sealed record FolderMigrationReport(
    long Records, int Partitions, long Revisions, long Experiments, int DeadLetters, int Models);

namespace Profiles.Contracts;

/// <summary>What became of a batch of events, all of it durable.</summary>
/// <param name="Accepted">How many were new.</param>
/// <param name="Duplicates">How many the log held already.</param>
/// <param name="Token">What a read presents to see all of them, duplicates included.</param>
public sealed record IngestionResult(int Accepted, int Duplicates, ReadToken Token);

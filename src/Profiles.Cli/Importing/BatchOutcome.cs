using Profiles.Core.Events;

namespace Profiles.Cli.Importing;

/// <summary>What became of a batch of lines.</summary>
/// <param name="Accepted">How many were new.</param>
/// <param name="Duplicates">How many were there already.</param>
/// <param name="Rejected">The others, by their index in the batch.</param>
internal sealed record BatchOutcome(int Accepted, int Duplicates, IReadOnlyList<EventRejection> Rejected);

using Profiles.Storage.Operations;

namespace Profiles.Streaming.DeadLetters;

/// <summary>Knows how letters of one kind are tried again that are no records of the log.</summary>
internal interface ILetterReplay
{
    bool Takes(DeadLetter letter);

    /// <summary>False where the letter cannot be read today either.</summary>
    /// <exception cref="Contracts.IngestionRefusedException">The log cannot take it now.</exception>
    ValueTask<bool> TryReplayAsync(DeadLetter letter, CancellationToken cancellationToken);
}

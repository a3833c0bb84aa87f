namespace Profiles.Cli.Embeddings;

/// <summary>How long a provider may take, and how often it is asked again.</summary>
/// <param name="Timeout">The longest that one answer may take.</param>
/// <param name="Delays">How long to wait before each further try; there are no more tries than these and one.</param>
/// <param name="MaxDelay">The longest wait that a provider may ask for.</param>
internal sealed record EmbeddingRetries(TimeSpan Timeout, IReadOnlyList<TimeSpan> Delays, TimeSpan MaxDelay)
{
    /// <summary>A minute an answer, four tries, half a minute between them at most.</summary>
    public static EmbeddingRetries Standard { get; } = new(
        TimeSpan.FromMinutes(1), [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(10)],
        TimeSpan.FromSeconds(30));
}

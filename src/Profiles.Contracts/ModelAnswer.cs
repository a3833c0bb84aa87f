namespace Profiles.Contracts;

/// <summary>What became of a change of versions.</summary>
/// <param name="IsDone">Whether it was made.</param>
/// <param name="Reason">What was done, or why not, in one line.</param>
/// <param name="Status">What holds now.</param>
public sealed record ModelAnswer(bool IsDone, string Reason, ModelStatus Status);

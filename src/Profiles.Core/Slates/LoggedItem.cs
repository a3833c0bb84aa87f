namespace Profiles.Core.Slates;

/// <summary>One content of a slate, as it stands in the slate log.</summary>
/// <param name="ContentId">The content.</param>
/// <param name="Score">Its score, with what its source adds.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Reason">Why it was there.</param>
/// <param name="Propensity">The probability that it was shown.</param>
/// <param name="Row">
/// The signals that it was scored with, then the context, bit for bit, as a row of this build; what the build that
/// logged it did not have is 0.
/// </param>
public sealed record LoggedItem(
    string ContentId, float Score, SlateSource Source, SlateReason Reason, float Propensity,
    ReadOnlyMemory<float> Row);

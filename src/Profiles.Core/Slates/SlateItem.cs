namespace Profiles.Core.Slates;

/// <summary>One content of a slate.</summary>
/// <param name="ContentId">The content.</param>
/// <param name="Number">Its number in this process.</param>
/// <param name="Score">What the scorer gave, with what its source adds.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Reason">Why it is there.</param>
/// <param name="Because">The content or series that the reason names; null where it names none.</param>
/// <param name="Text">The reason in a few words.</param>
/// <param name="Propensity">
/// The probability of being shown in this slate, given the request: 1 where nothing was left to chance.
/// </param>
public readonly record struct SlateItem(
    string ContentId, int Number, float Score, SlateSource Source, SlateReason Reason, string? Because, string Text,
    float Propensity);

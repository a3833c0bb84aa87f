namespace Profiles.Core.Models;

/// <summary>How a viewer's history becomes scores over one kind of links.</summary>
/// <param name="Decay">What a content's row counts for, relative to the next newer one's; 0 to 1.</param>
/// <param name="Scale">
/// How a sum of weights becomes a signal: <c>ln(1 + scale · sum)</c>; the sum itself where it is 0.
/// </param>
public readonly record struct LinkUse(float Decay, float Scale);

namespace Profiles.Core.Models;

/// <summary>
/// How a viewer's history becomes a vector. With the items' factors <c>y</c>, of the history oldest first the
/// confidences <c>c</c> and the preferences <c>p</c> (1 faded by <see cref="Decay"/> for each newer content; 0 where
/// the viewer turned away):
/// <code>
/// x = (w₀·YᵀY + λI + Σ c·y·yᵀ)⁻¹ · Σ c·p·y
/// </code>
/// the closed-form half-step of implicit ALS (Hu, Koren, Volinsky 2008, eq. 4) with preferences that fade.
/// </summary>
/// <param name="Completed">The confidence of a content that was watched to the end.</param>
/// <param name="Started">Of one that was not.</param>
/// <param name="Liked">What a like adds to it.</param>
/// <param name="Added">What putting it on the list adds to it.</param>
/// <param name="TurnedFrom">Of a content that was disliked or dismissed, whose preference is 0.</param>
/// <param name="Decay">What each newer content leaves of the preference of those before; above 0, up to 1.</param>
public sealed record FoldInWeights(
    float Completed = 1f, float Started = 0.5f, float Liked = 1f, float Added = 0.5f, float TurnedFrom = 1f,
    float Decay = 0.95f);

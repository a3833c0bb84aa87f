namespace Profiles.Learning.Factors;

/// <summary>Factors of items, and what the vector of a user follows from.</summary>
/// <param name="Dimensions">d.</param>
/// <param name="Items">The factors, row-major: items times d.</param>
/// <param name="Gram"><c>α₀ Σ h hᵀ</c> over all items, d times d.</param>
/// <param name="UserRegularization">What stands on the diagonal beside it.</param>
/// <remarks>
/// The vector of a user who took the items S solves <c>(Gram + UserRegularization · I + Σ_S h hᵀ) w = Σ_S h</c>.
/// </remarks>
public sealed record AlsModel(int Dimensions, float[] Items, float[] Gram, float UserRegularization)
{
    /// <summary>The factor of an item.</summary>
    public ReadOnlySpan<float> this[int item] => Items.AsSpan(item * Dimensions, Dimensions);
}

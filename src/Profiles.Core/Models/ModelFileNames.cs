namespace Profiles.Core.Models;

/// <summary>The files of a model version. Numbers in them are little-endian.</summary>
public static class ModelFileNames
{
    /// <summary>The ids of the items that have a row, ascending in ordinal order: a count, then strings.</summary>
    public const string Items = "items.bin";

    /// <summary>The items' factors: rows of 32-bit floats, in order of the items.</summary>
    public const string Factors = "factors.bin";

    /// <summary>
    /// The inverse of the matrix that every user's vector starts from, <c>(w₀·YᵀY + λI)⁻¹</c>: d rows of d floats.
    /// </summary>
    public const string Gram = "gram.bin";

    /// <summary>Factors of contents that nobody chose yet; see <see cref="TextFactors"/>.</summary>
    public const string Text = "text.bin";

    /// <summary>The weights of the scorer, as JSON.</summary>
    public const string Ranker = "ranker.json";

    /// <summary>The rows of one kind of links between items.</summary>
    public static string LinksOf(LinkKind kind) => kind.Name() + ".bin";
}

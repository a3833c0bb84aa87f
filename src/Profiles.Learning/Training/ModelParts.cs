using Profiles.Core.Models;
using Profiles.Learning.Factors;
using Profiles.Learning.Links;
using Profiles.Learning.Numerics;
using Profiles.Learning.Texts;

namespace Profiles.Learning.Training;

/// <summary>What of a model is learnt before the weights of its signals.</summary>
/// <param name="Items">The ids of the items, ascending in ordinal order.</param>
/// <param name="Factors">Their factors; null for none.</param>
/// <param name="Links">Their links, by kind.</param>
/// <param name="Parameters">What they were trained with, by the names of the manifest.</param>
/// <param name="Texts">Factors of contents that nobody chose, from their texts; null for none.</param>
public sealed record ModelParts(
    IReadOnlyList<string> Items, AlsModel? Factors, IReadOnlyDictionary<LinkKind, LinkMatrix> Links,
    IReadOnlyDictionary<string, double> Parameters, TextRows? Texts = null)
{
    /// <summary>A version of these parts.</summary>
    /// <param name="draft">What the manifest says of the version and its data; the parameters are added.</param>
    /// <param name="weights">The weights of the signals.</param>
    public ModelArtefact ToArtefact(ModelManifest draft, RankerWeights weights)
    {
        var parameters = new SortedDictionary<string, double>(draft.Parameters.ToDictionary(), StringComparer.Ordinal);
        foreach (var (name, value) in Parameters) parameters[name] = value;
        return ModelArtefact.Create(
            draft with { Parameters = parameters }, Items, Factors is null ? [] : Factors.Items,
            Factors is null ? [] : StartOf(Factors),
            Links.ToDictionary(links => links.Key, links => links.Value.Write()), weights,
            Texts is { Items.Count: > 0 } ? TextFactors.Write(Texts.Items, Texts.Dimensions, Texts.Factors) : null);
    }

    /// <summary>The inverse that every user's vector starts from.</summary>
    private static float[] StartOf(AlsModel factors)
    {
        var matrix = Array.ConvertAll(factors.Gram, value => (double)value);
        for (var i = 0; i < factors.Dimensions; i++) matrix[i * factors.Dimensions + i] += factors.UserRegularization;
        return Array.ConvertAll(SymmetricInverse.Of(matrix, factors.Dimensions), value => (float)value);
    }
}

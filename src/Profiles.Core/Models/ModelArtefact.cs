using System.Collections.ObjectModel;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Profiles.Core.Models;

/// <summary>
/// A model version that is ready to be written: its manifest and its files. Training makes it, storage writes it.
/// </summary>
public sealed class ModelArtefact
{
    private ModelArtefact(ModelManifest manifest, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        Manifest = manifest;
        Files = files;
    }

    /// <summary>The manifest; it names every file with its length and hash.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>The files by name, without the manifest.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files { get; }

    /// <summary>Makes a version.</summary>
    /// <param name="draft">The manifest; what it says of items, dimensions and files is set here.</param>
    /// <param name="items">The items that have a row, ascending in ordinal order.</param>
    /// <param name="factors">Their factors, row by row; empty for none.</param>
    /// <param name="gram">The inverse that users' vectors start from, row by row; empty where no factors.</param>
    /// <param name="links">Of the kinds that there are, what <see cref="ItemLinks.Write"/> gave.</param>
    /// <param name="weights">The weights of the scorer.</param>
    /// <param name="text">What <see cref="TextFactors.Write"/> gave; null for none.</param>
    /// <exception cref="ModelRefusedException">The parts do not fit together.</exception>
    public static ModelArtefact Create(
        ModelManifest draft, IReadOnlyList<string> items, ReadOnlySpan<float> factors, ReadOnlySpan<float> gram,
        IReadOnlyDictionary<LinkKind, byte[]> links, RankerWeights weights, byte[]? text = null)
    {
        var dimensions = items.Count == 0 ? 0 : factors.Length / items.Count;
        var files = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal)
        {
            [ModelFileNames.Items] = RankingModel.WriteItems(items),
            [ModelFileNames.Ranker] = weights.Write(),
        };
        if (dimensions > 0)
        {
            files[ModelFileNames.Factors] = MemoryMarshal.AsBytes(factors).ToArray();
            files[ModelFileNames.Gram] = MemoryMarshal.AsBytes(gram).ToArray();
        }

        if (text is not null) files[ModelFileNames.Text] = text;
        foreach (var (kind, bytes) in links) files[ModelFileNames.LinksOf(kind)] = bytes;
        var manifest = draft with
        {
            FormatVersion = ModelManifest.CurrentFormat,
            Items = items.Count,
            Dimensions = dimensions,
            Parameters = new SortedDictionary<string, double>(
                draft.Parameters.ToDictionary(), StringComparer.Ordinal),
            Metrics = new SortedDictionary<string, double>(draft.Metrics.ToDictionary(), StringComparer.Ordinal),
            Files =
            [
                .. files.Select(file => new ModelFile(
                    file.Key, file.Value.Length, Convert.ToHexStringLower(SHA256.HashData(file.Value.Span)))),
            ],
        };
        var artefact = new ModelArtefact(
            ModelManifest.Read(manifest.Write()), new ReadOnlyDictionary<string, ReadOnlyMemory<byte>>(files));
        _ = artefact.Open();
        return artefact;
    }

    /// <summary>The model, read from these very bytes.</summary>
    public RankingModel Open() => RankingModel.Read(Manifest, Files);
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Profiles.Core.Binary;
using Profiles.Core.Ranking;

namespace Profiles.Core.Models;

/// <summary>
/// A version of the model: the items' factors, the links between them, and the weights of the scorer. Immutable, safe
/// to share; its numbers lie in the bytes it was read from, which may be a memory-mapped file.
/// </summary>
public sealed class RankingModel
{
    /// <summary>The most items of a model.</summary>
    public const int MaxItems = 4_000_000;

    /// <summary>The most dimensions of a factor; they come in eights.</summary>
    public const int MaxDimensions = 256;

    private readonly string[] _items;
    private readonly Dictionary<string, int> _rows;
    private readonly ReadOnlyMemory<byte> _factors;
    private readonly ReadOnlyMemory<byte> _gram;
    private readonly TextFactors? _text;
    private readonly ItemLinks?[] _links;
    private readonly LinkUse[] _uses;
    private readonly float[] _lengths;
    private readonly int[] _byLength;

    private RankingModel(
        ModelManifest manifest, string[] items, ReadOnlyMemory<byte> factors, ReadOnlyMemory<byte> gram,
        TextFactors? text, ItemLinks?[] links, RankerWeights weights)
    {
        Manifest = manifest;
        Weights = weights;
        FoldIn = ModelParameters.FoldInOf(manifest.Parameters);
        _items = text is null ? items : [.. items, .. text.Items];
        _factors = factors;
        _gram = gram;
        _text = text;
        _links = links;
        _uses =
        [
            .. Enumerable.Range(0, LinkKinds.Count)
                .Select(kind => ModelParameters.LinkUseOf(manifest.Parameters, (LinkKind)kind)),
        ];
        _rows = new Dictionary<string, int>(_items.Length, StringComparer.Ordinal);
        for (var row = 0; row < _items.Length; row++)
        {
            if (!_rows.TryAdd(_items[row], row))
                throw Damaged(ModelFileNames.Text, $"names '{_items[row]}', which {ModelFileNames.Items} has");
        }

        _lengths = new float[Dimensions == 0 ? 0 : _items.Length];
        _byLength = new int[_lengths.Length];
        for (var row = 0; row < _lengths.Length; row++)
        {
            // The negative, so that the longest stand first.
            _lengths[row] = -MathF.Sqrt(VectorMath.Dot(FactorOf(row), FactorOf(row)));
            _byLength[row] = row;
        }

        Array.Sort(_lengths, _byLength);
    }

    /// <summary>
    /// What serves while there is no trained version: no items, and weights set by hand (what is watched now, what is
    /// like what the viewer watched, what is new).
    /// </summary>
    public static RankingModel Untrained { get; } = new(
        new ModelManifest { Version = "untrained", CreatedAt = DateTimeOffset.UnixEpoch },
        [], default, default, null, new ItemLinks?[LinkKinds.Count], UntrainedWeights.Create());

    /// <summary>What the version says about itself.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>The version's name.</summary>
    public string Version => Manifest.Version;

    /// <summary>Whether it was trained.</summary>
    public bool IsTrained => this != Untrained;

    /// <summary>
    /// The ids of the items that have a row, by row: first those that were learnt from, then those whose factor was
    /// worked out from their text, which have no links.
    /// </summary>
    public IReadOnlyList<string> Items => _items;

    /// <summary>How many of the items were learnt from.</summary>
    public int LearntItems => Manifest.Items;

    /// <summary>The length of a factor; 0 where there are none.</summary>
    public int Dimensions => Manifest.Dimensions;

    /// <summary>The weights of the scorer.</summary>
    public RankerWeights Weights { get; }

    /// <summary>How a history becomes a vector.</summary>
    public FoldInWeights FoldIn { get; }

    /// <summary>The inverse that every user's vector starts from, row by row.</summary>
    public ReadOnlySpan<float> Gram => MemoryMarshal.Cast<byte, float>(_gram.Span);

    /// <summary>The factors of the items that were learnt from, row by row.</summary>
    public ReadOnlySpan<float> Factors => MemoryMarshal.Cast<byte, float>(_factors.Span);

    /// <summary>The rows, the longest factor first; none where there are no factors.</summary>
    internal ReadOnlySpan<int> RowsByLength => _byLength;

    /// <summary>The length of each factor of <see cref="RowsByLength"/>, negative.</summary>
    internal ReadOnlySpan<float> NegativeLengths => _lengths;

    /// <summary>The row of an item; −1 where it has none.</summary>
    public int RowOf(string contentId) => _rows.GetValueOrDefault(contentId, -1);

    /// <summary>The factor of a row.</summary>
    public ReadOnlySpan<float> FactorOf(int row) => _text is not null && row >= LearntItems
        ? _text[row - LearntItems]
        : MemoryMarshal.Cast<byte, float>(_factors.Span.Slice((int)((long)row * Dimensions * 4), Dimensions * 4));

    /// <summary>The links of a kind; null where the model has none.</summary>
    public ItemLinks? LinksOf(LinkKind kind) => _links[(int)kind];

    /// <summary>How links of a kind are used.</summary>
    public LinkUse UseOf(LinkKind kind) => _uses[(int)kind];

    /// <summary>Reads a version and checks all of it: lengths, hashes, shapes.</summary>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="files">Its files by name; they must not change afterwards.</param>
    /// <exception cref="ModelRefusedException">A file is missing, damaged or of a newer release.</exception>
    public static RankingModel Read(
        ModelManifest manifest, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        foreach (var file in manifest.Files) Verify(file, files);

        var named = manifest.Files.ToDictionary(file => file.Name, file => files[file.Name], StringComparer.Ordinal);
        var items = Shaped(
            ModelFileNames.Items, () => ReadItems(Required(named, ModelFileNames.Items), manifest.Items));
        var weights = RankerWeights.Read(Required(named, ModelFileNames.Ranker).Span);
        var (factors, gram) = manifest.Dimensions == 0
            ? (default, default)
            : (Floats(named, ModelFileNames.Factors, (long)manifest.Items * manifest.Dimensions),
                Floats(named, ModelFileNames.Gram, (long)manifest.Dimensions * manifest.Dimensions));
        var links = new ItemLinks?[LinkKinds.Count];
        for (var kind = 0; kind < links.Length; kind++)
        {
            var name = ModelFileNames.LinksOf((LinkKind)kind);
            if (named.TryGetValue(name, out var bytes))
                links[kind] = Shaped(name, () => ItemLinks.Read(bytes, manifest.Items));
        }

        var text = named.TryGetValue(ModelFileNames.Text, out var texts)
            ? Shaped(ModelFileNames.Text, () => TextFactors.Read(texts, manifest.Dimensions))
            : null;
        return new RankingModel(manifest, items, factors, gram, text, links, weights);
    }

    internal static byte[] WriteItems(IReadOnlyList<string> items)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(Math.Max(16, items.Count * 12));
        var writer = new SpanWriter(buffer);
        writer.Unsigned((uint)items.Count);
        foreach (var item in items) writer.String(item);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Verify(ModelFile file, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        if (!files.TryGetValue(file.Name, out var bytes)) throw Missing(file.Name);
        if (bytes.Length != file.Length)
            throw Damaged(file.Name, $"has {bytes.Length} bytes; the manifest says {file.Length}");
        if (!file.Sha256.Equals(Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), StringComparison.Ordinal))
            throw Damaged(file.Name, "does not have the hash that the manifest says");
    }

    private static string[] ReadItems(ReadOnlyMemory<byte> bytes, int expected)
    {
        var reader = new SpanReader(bytes.Span);
        var count = reader.Count(1, MaxItems);
        if (count != expected) throw new InvalidDataException($"it has {count} items instead of {expected}");
        var items = new string[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = reader.String();
            if (i > 0 && string.CompareOrdinal(items[i - 1], items[i]) >= 0)
                throw new InvalidDataException($"'{items[i]}' follows '{items[i - 1]}'");
        }

        return reader.Remaining == 0 ? items : throw new InvalidDataException("it goes on after its last item");
    }

    private static ReadOnlyMemory<byte> Floats(
        Dictionary<string, ReadOnlyMemory<byte>> files, string name, long count)
    {
        var bytes = Required(files, name);
        if (bytes.Length != count * 4) throw Damaged(name, $"has {bytes.Length} bytes instead of {count * 4}");
        foreach (var value in MemoryMarshal.Cast<byte, float>(bytes.Span))
            if (!float.IsFinite(value)) throw Damaged(name, "has a value that is not a number");
        return bytes;
    }

    private static ReadOnlyMemory<byte> Required(Dictionary<string, ReadOnlyMemory<byte>> files, string name) =>
        files.TryGetValue(name, out var bytes) ? bytes : throw Missing(name);

    private static T Shaped<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException fault)
        {
            throw Damaged(name, "cannot be read: " + fault.Message, fault);
        }
    }

    private static ModelRefusedException Missing(string name) =>
        new(ModelRefusedException.MissingFile, $"{name} is not there");

    private static ModelRefusedException Damaged(string name, string why, Exception? cause = null) =>
        new(ModelRefusedException.DamagedFile, $"{name} {why}", cause);
}

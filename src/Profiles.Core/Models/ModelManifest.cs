using System.Text.Json;

namespace Profiles.Core.Models;

/// <summary>
/// What a model version says about itself: <c>manifest.json</c> in its folder. Everything else in the folder is named
/// here with its length and hash.
/// </summary>
public sealed record ModelManifest
{
    /// <summary>The format that this build writes, and the newest that it reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The manifest's file name.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The most bytes of a manifest.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The format of the folder.</summary>
    public int FormatVersion { get; init; } = CurrentFormat;

    /// <summary>The version's name, which is its folder's.</summary>
    public required string Version { get; init; }

    /// <summary>When it was trained.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The build that trained it.</summary>
    public string CodeVersion { get; init; } = "";

    /// <summary>The time of the earliest event it learnt from; null where there was none.</summary>
    public DateTimeOffset? DataFrom { get; init; }

    /// <summary>The time of the latest event it learnt from.</summary>
    public DateTimeOffset? DataTo { get; init; }

    /// <summary>How many events it learnt from.</summary>
    public long Events { get; init; }

    /// <summary>The last sequence it learnt from, a partition of the log each.</summary>
    public IReadOnlyList<long> Positions { get; init; } = [];

    /// <summary>How many items have a row.</summary>
    public int Items { get; init; }

    /// <summary>The length of a factor; 0 where it has none.</summary>
    public int Dimensions { get; init; }

    /// <summary>The hyperparameters, by name.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new SortedDictionary<string, double>();

    /// <summary>The offline metrics, by name: <c>hr@10</c>, <c>ndcg@10</c>, ...</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new SortedDictionary<string, double>();

    /// <summary>The files, in order of their names.</summary>
    public IReadOnlyList<ModelFile> Files { get; init; } = [];

    /// <summary>The manifest as JSON in UTF-8.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ModelJson.Default.ModelManifest);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="ModelRefusedException">
    /// <see cref="ModelRefusedException.ManifestUnreadable"/> or <see cref="ModelRefusedException.UnsupportedFormat"/>.
    /// </exception>
    public static ModelManifest Read(ReadOnlySpan<byte> json)
    {
        int format;
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            format = document.RootElement.GetProperty("formatVersion"u8).GetInt32();
        }
        catch (Exception fault)
            when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Unreadable(fault.Message, fault);
        }

        if (format is < 1 or > CurrentFormat)
            throw new ModelRefusedException(
                ModelRefusedException.UnsupportedFormat,
                $"the manifest has format {format}; this build reads up to {CurrentFormat}");

        try
        {
            var manifest = JsonSerializer.Deserialize(json, ModelJson.Default.ModelManifest)
                ?? throw Unreadable("it is null");
            manifest.Check();
            return manifest;
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw Unreadable(fault.Message, fault);
        }
    }

    /// <summary>Whether a text can name a version: 1 to 100 letters, digits, dots, hyphens, not starting with a dot.
    /// </summary>
    public static bool IsVersionName(string? name) =>
        name is { Length: > 0 and <= 100 } && name[0] != '.'
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private void Check()
    {
        if (!IsVersionName(Version)) throw Unreadable("its version is not a name");
        if (Items is < 0 or > RankingModel.MaxItems) throw Unreadable($"it has {Items} items");
        if (Dimensions is < 0 or > RankingModel.MaxDimensions || Dimensions % 8 != 0)
            throw Unreadable($"it has {Dimensions} dimensions");
        if (Parameters is null || Metrics is null || Files is null || Positions is null)
            throw Unreadable("a list is null");
        if (Files.FirstOrDefault(file => !IsVersionName(file?.Name) || file!.Sha256 is not { Length: 64 }
            || file.Length < 0) is { } wrong)
            throw Unreadable($"the file '{wrong.Name}' has no proper name, length or hash");
    }

    private static ModelRefusedException Unreadable(string why, Exception? cause = null) =>
        new(ModelRefusedException.ManifestUnreadable, $"the manifest cannot be read: {why}", cause);
}

using System.Globalization;
using System.Text.Json;
using Profiles.Core.Models;

namespace Profiles.Storage.Models;

/// <summary>
/// The versions of the model on disk: a folder each, and <c>state.json</c>, which says which one serves. Everything is
/// written aside and moved into place, so the store may be used beside a process that serves from it.
/// </summary>
/// <param name="folder">The folder of the models; made where there is none.</param>
public sealed class ModelStore(string folder)
{
    /// <summary>
    /// The most versions that are kept. Beyond, the oldest go, but none that serves, served before or is the shadow.
    /// </summary>
    public const int MaxVersions = 50;

    private const string StatesName = "state.json";
    private const string TemporaryPrefix = ".new-";

    /// <summary>The folder of the models of a data folder.</summary>
    public static string FolderOf(string dataFolder) => Path.Combine(dataFolder, "models");

    /// <summary>The folder of the models.</summary>
    public string Folder => folder;

    /// <summary>The file that says which version serves; a change of it is a change of version.</summary>
    public string StatesFile => Path.Combine(folder, StatesName);

    /// <summary>Which version serves.</summary>
    /// <exception cref="StorageCorruptException">The file cannot be read.</exception>
    /// <exception cref="UnsupportedFormatException">A newer release wrote it.</exception>
    public ModelStates ReadStates()
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(StatesFile);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return ModelStates.None;
        }

        try
        {
            var states = JsonSerializer.Deserialize(bytes, ModelStatesContext.Default.ModelStates);
            if (states is { FormatVersion: > 1 })
                throw new UnsupportedFormatException(StatesFile, states.FormatVersion, 1);
            if (states?.Previous is not null && (states.Current is null || ModelManifest.IsVersionName(states.Current)))
                return states;
        }
        catch (JsonException fault)
        {
            throw new StorageCorruptException(StatesFile, fault.BytePositionInLine ?? 0, "it is not JSON", fault);
        }

        throw new StorageCorruptException(StatesFile, 0, "it names no version properly");
    }

    /// <summary>The versions that there are, the newest first; those that cannot be read last.</summary>
    public IReadOnlyList<ModelVersion> List()
    {
        if (!Directory.Exists(folder)) return [];
        return
        [
            .. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!)
                .Where(ModelManifest.IsVersionName).Select(Look)
                .OrderByDescending(version => version.Manifest?.CreatedAt ?? DateTimeOffset.MinValue)
                .ThenByDescending(version => version.Version, StringComparer.Ordinal),
        ];
    }

    /// <summary>Opens a version: maps its files and checks every hash.</summary>
    /// <exception cref="ModelRefusedException">It is not there, damaged, or of a newer release.</exception>
    public RankingModel Open(string version)
    {
        var manifest = ReadManifest(version);
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var file in manifest.Files)
        {
            try
            {
                files.Add(file.Name, MappedFile.Open(Path.Combine(PathOf(version), file.Name)));
            }
            catch (FileNotFoundException)
            {
                // Core says which one is missing.
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new ModelRefusedException(
                    ModelRefusedException.DamagedFile, $"{file.Name} cannot be read: {fault.Message}", fault);
            }
        }

        return RankingModel.Read(manifest, files);
    }

    /// <summary>Opens the version that serves; the untrained model where none does.</summary>
    /// <exception cref="ModelRefusedException">It cannot be used.</exception>
    public RankingModel OpenCurrent() => ReadStates().Current is { } version ? Open(version) : RankingModel.Untrained;

    /// <summary>Writes a version; it serves once it is promoted.</summary>
    /// <exception cref="IOException">It exists already, or the disk fails.</exception>
    public void Write(ModelArtefact artefact)
    {
        var target = PathOf(artefact.Manifest.Version);
        if (Directory.Exists(target)) throw new IOException($"The version {artefact.Manifest.Version} exists already.");

        Directory.CreateDirectory(folder);
        var aside = Path.Combine(folder, TemporaryPrefix + artefact.Manifest.Version);
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        Directory.CreateDirectory(aside);
        foreach (var (name, bytes) in artefact.Files) WriteDurably(Path.Combine(aside, name), bytes.Span);
        WriteDurably(Path.Combine(aside, ModelManifest.FileName), artefact.Manifest.Write());
        DiskFiles.Instance.FlushDirectory(aside);
        Directory.Move(aside, target);
        DiskFiles.Instance.FlushDirectory(folder);
        DropOldest();
    }

    /// <summary>
    /// Makes a version serve, if it can be opened and none of the metrics that it shares with the current one is worse.
    /// </summary>
    /// <param name="version">The version.</param>
    /// <param name="isForced">Whether worse metrics are accepted; a version that cannot be opened never is.</param>
    public ModelChange Promote(string version, bool isForced = false)
    {
        var states = ReadStates();
        if (states.Current == version) return new ModelChange(false, $"{version} serves already", states);

        ModelManifest candidate;
        try
        {
            candidate = Open(version).Manifest;
        }
        catch (ModelRefusedException refusal)
        {
            return new ModelChange(false, $"{version} cannot be used: {refusal.Message}", states);
        }

        if (!isForced && WorseMetric(candidate, states.Current) is { } worse)
            return new ModelChange(false, $"{version} is worse than {states.Current}: {worse}", states);

        string[] previous = states.Current is { } current
            ? [current, .. states.Previous.Where(name => name != version && name != current)]
            : [.. states.Previous];
        return Change(
            states with { Current = version, Previous = [.. previous.Take(ModelStates.MaxPrevious)] },
            $"{version} serves");
    }

    /// <summary>Makes the version serve that served before; where that cannot be opened, the one before it.</summary>
    public ModelChange Rollback()
    {
        var states = ReadStates();
        for (var i = 0; i < states.Previous.Count; i++)
        {
            var version = states.Previous[i];
            if (!CanOpen(version)) continue;
            return Change(
                states with { Current = version, Previous = [.. states.Previous.Skip(i + 1)] },
                $"{version} serves again instead of {states.Current}");
        }

        return new ModelChange(false, "no version that served before can be used", states);
    }

    /// <summary>Lets a version score in the shadow of the current one, or none.</summary>
    public ModelChange SetShadow(string? version)
    {
        var states = ReadStates();
        if (version is not null && !CanOpen(version))
            return new ModelChange(false, $"{version} cannot be used", states);
        return Change(states with { Shadow = version }, version is null ? "no shadow" : $"{version} is the shadow");
    }

    private static string? WorseMetric(ModelManifest candidate, ModelManifest current)
    {
        foreach (var (name, value) in current.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal))
        {
            // The higher the better, of all metrics that training writes.
            if (!candidate.Metrics.TryGetValue(name, out var own))
                return $"it has no {name}";
            if (own < value)
                return string.Create(CultureInfo.InvariantCulture, $"{name} is {own:0.0000} instead of {value:0.0000}");
        }

        return null;
    }

    private static void WriteDurably(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    private string? WorseMetric(ModelManifest candidate, string? current)
    {
        if (current is null) return null;
        try
        {
            return WorseMetric(candidate, ReadManifest(current));
        }
        catch (ModelRefusedException)
        {
            // One that cannot be read is no yardstick.
            return null;
        }
    }

    private bool CanOpen(string version)
    {
        try
        {
            _ = Open(version);
            return true;
        }
        catch (ModelRefusedException)
        {
            return false;
        }
    }

    private ModelVersion Look(string version)
    {
        try
        {
            return new ModelVersion(version, ReadManifest(version), null);
        }
        catch (ModelRefusedException refusal)
        {
            return new ModelVersion(version, null, refusal);
        }
    }

    private ModelManifest ReadManifest(string version)
    {
        if (!ModelManifest.IsVersionName(version) || !Directory.Exists(PathOf(version)))
            throw new ModelRefusedException(ModelRefusedException.MissingFile, $"there is no version '{version}'");

        byte[] bytes;
        var path = Path.Combine(PathOf(version), ModelManifest.FileName);
        try
        {
            if (new FileInfo(path).Length > ModelManifest.MaxBytes)
                throw new ModelRefusedException(
                    ModelRefusedException.ManifestUnreadable, $"the manifest has over {ModelManifest.MaxBytes} bytes");
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelRefusedException(
                ModelRefusedException.ManifestUnreadable, $"the manifest cannot be read: {fault.Message}", fault);
        }

        var manifest = ModelManifest.Read(bytes);
        return manifest.Version == version
            ? manifest
            : throw new ModelRefusedException(
                ModelRefusedException.MismatchedVersion, $"the folder {version} holds {manifest.Version}");
    }

    private ModelChange Change(ModelStates states, string reason)
    {
        Directory.CreateDirectory(folder);
        var aside = StatesFile + ".tmp";
        File.Delete(aside);
        WriteDurably(aside, JsonSerializer.SerializeToUtf8Bytes(states, ModelStatesContext.Default.ModelStates));
        File.Move(aside, StatesFile, overwrite: true);
        DiskFiles.Instance.FlushDirectory(folder);
        return new ModelChange(true, reason, states);
    }

    private void DropOldest()
    {
        var states = ReadStates();
        var kept = states.Previous.Append(states.Current).Append(states.Shadow).ToHashSet();
        foreach (var version in List().Skip(MaxVersions).Where(version => !kept.Contains(version.Version)))
            Directory.Delete(PathOf(version.Version), recursive: true);
    }

    private string PathOf(string version) => Path.Combine(folder, version);
}

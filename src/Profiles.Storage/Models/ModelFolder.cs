using Profiles.Core.Models;

namespace Profiles.Storage.Models;

/// <summary>
/// The versions of the model on disk: a folder each, and <c>state.json</c>, which says which one serves. Everything is
/// written aside and moved into place, so the store may be used beside a process that serves from it.
/// </summary>
/// <param name="folder">The folder of the models; made where there is none.</param>
public sealed class ModelFolder(string folder) : ModelStore
{
    private const string StatesName = "state.json";
    private const string TemporaryPrefix = ".new-";

    /// <summary>The folder of the models of a data folder.</summary>
    public static string FolderOf(string dataFolder) => Path.Combine(dataFolder, "models");

    /// <summary>The folder of the models.</summary>
    public string Folder => folder;

    /// <summary>The file that says which version serves; a change of it is a change of version.</summary>
    public string StatesFile => Path.Combine(folder, StatesName);

    public override string Name => StatesFile;

    public override ModelStates ReadStates()
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

        return ModelStatesJson.Read(StatesFile, bytes);
    }

    public override IReadOnlyList<ModelVersion> List()
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

    /// <summary>Maps the files of a version, and checks every hash.</summary>
    public override RankingModel Open(string version)
    {
        var manifest = ReadManifest(version);
        return RankingModel.Read(manifest, ReadFiles(manifest));
    }

    /// <summary>Maps the files of a version, without those that are missing.</summary>
    internal Dictionary<string, ReadOnlyMemory<byte>> ReadFiles(ModelManifest manifest)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var file in manifest.Files)
        {
            try
            {
                files.Add(file.Name, MappedFile.Open(Path.Combine(PathOf(manifest.Version), file.Name)));
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

        return files;
    }

    public override void Write(ModelArtefact artefact)
    {
        var version = artefact.Manifest.Version;
        if (Directory.Exists(PathOf(version))) throw new IOException($"The version {version} exists already.");
        Write(version, artefact.Manifest.Write(), artefact.Files.Select(file => (file.Key, file.Value)));
        foreach (var oldest in FindOldest().ToList()) Delete(oldest);
    }

    /// <summary>Writes a version of these parts, each after the one before of the same file, aside and then in
    /// place.</summary>
    internal void Write(
        string version, byte[] manifest, IEnumerable<(string Name, ReadOnlyMemory<byte> Part)> parts)
    {
        Directory.CreateDirectory(folder);
        var aside = Path.Combine(folder, TemporaryPrefix + version);
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        Directory.CreateDirectory(aside);
        foreach (var (name, part) in parts) WriteDurably(Path.Combine(aside, name), part.Span);
        WriteDurably(Path.Combine(aside, ModelManifest.FileName), manifest);
        DiskFiles.Instance.FlushDirectory(aside);
        Delete(version);
        Directory.Move(aside, PathOf(version));
        DiskFiles.Instance.FlushDirectory(folder);
    }

    internal void Delete(string version)
    {
        if (Directory.Exists(PathOf(version))) Directory.Delete(PathOf(version), recursive: true);
    }

    private static void WriteDurably(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
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

    protected override ModelManifest ReadManifest(string version)
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

    protected override ModelChange Change(Func<ModelStates, ModelChange> decide)
    {
        var change = decide(ReadStates());
        if (!change.IsDone) return change;
        Directory.CreateDirectory(folder);
        var aside = StatesFile + ".tmp";
        File.Delete(aside);
        WriteDurably(aside, ModelStatesJson.Write(change.States));
        File.Move(aside, StatesFile, overwrite: true);
        DiskFiles.Instance.FlushDirectory(folder);
        return change;
    }

    private string PathOf(string version) => Path.Combine(folder, version);
}

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Profiles.Storage;

/// <summary>
/// The folder with everything a process keeps, held by one process at a time. Knows where in it things are.
/// </summary>
public sealed class DataFolder : IDisposable
{
    public const int FormatVersion = 1;
    public const int DefaultPartitions = 4;
    public const int MaxPartitions = 256;

    /// <summary>The name of the file with the tables for analysts, which another process may read.</summary>
    public const string AnalyticsName = "analytics.db";

    private const string ManifestName = "manifest.json";
    private const string PartitionsName = "partitions";
    private const string LockName = "lock";
    private const string OwnerName = "lock.pid";

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream heldLock, DataFolderManifest manifest)
    {
        Path = path;
        _lock = heldLock;
        Manifest = manifest;
    }

    public string Path { get; }

    public DataFolderManifest Manifest { get; }

    public int Partitions => Manifest.Partitions;

    public string CatalogueFile => CatalogueOf(Path);

    public string OperationsFile => System.IO.Path.Combine(Path, "operations.db");

    public string AnalyticsFile => System.IO.Path.Combine(Path, AnalyticsName);

    public string SlatesFolder => System.IO.Path.Combine(Path, "slates");

    public string SegmentsFile => System.IO.Path.Combine(Path, "segments.json");

    public string ExperimentsFile => System.IO.Path.Combine(Path, "experiments.db");

    /// <summary>Where vectors of texts are kept between trainings; whoever trains does not hold the folder.</summary>
    public static string EmbeddingsOf(string path) => System.IO.Path.Combine(path, "embeddings");

    public string GrainsFile => System.IO.Path.Combine(Path, "grains.db");

    /// <summary>
    /// Opens the folder, or creates it with this number of partitions, which never changes afterwards.
    /// </summary>
    /// <exception cref="DataFolderInUseException">Another process has it open.</exception>
    /// <exception cref="UnsupportedFormatException">A newer release wrote it.</exception>
    /// <exception cref="StorageCorruptException">Its manifest cannot be read.</exception>
    public static DataFolder Open(string path, TimeProvider time, int partitions = DefaultPartitions)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(partitions);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(partitions, MaxPartitions);
        var full = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(full);
        var held = TakeLock(full);
        try
        {
            return new DataFolder(full, held, ReadManifest(full) ?? CreateManifest(full, partitions, time));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>True when the folder has been created before.</summary>
    public static bool Exists(string path) => File.Exists(System.IO.Path.Combine(path, ManifestName));

    /// <summary>The catalogue, for whoever reads beside the process that holds the folder.</summary>
    public static string CatalogueOf(string path) => System.IO.Path.Combine(path, "catalogue.db");

    /// <summary>The logs of the partitions that there are, in order; for whoever reads beside the holder.</summary>
    public static IReadOnlyList<(int Partition, string Log)> LogsOf(string path)
    {
        var partitions = System.IO.Path.Combine(path, PartitionsName);
        if (!Directory.Exists(partitions)) return [];
        return
        [
            .. Directory.GetDirectories(partitions)
                .Select(folder => (
                    Partition: int.Parse(System.IO.Path.GetFileName(folder), CultureInfo.InvariantCulture),
                    Log: LogWithin(folder)))
                .OrderBy(log => log.Partition),
        ];
    }

    public string LogOf(int partition) => LogWithin(PartitionOf(partition));

    public string StatesOf(int partition) => System.IO.Path.Combine(PartitionOf(partition), "state");

    public void Dispose()
    {
        File.Delete(System.IO.Path.Combine(Path, OwnerName));
        _lock.Dispose();
    }

    private string PartitionOf(int partition)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)partition, (uint)Partitions);
        return System.IO.Path.Combine(Path, PartitionsName, partition.ToString("D2"));
    }

    private static string LogWithin(string partition) => System.IO.Path.Combine(partition, "log");

    private static FileStream TakeLock(string folder)
    {
        FileStream held;
        try
        {
            var file = System.IO.Path.Combine(folder, LockName);
            held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException fault) when (IsHeldByAnother(fault))
        {
            throw new DataFolderInUseException(folder, ReadOwner(folder));
        }

        // The owner stands beside the lock and in it: nobody else can read the locked file where locks are mandatory.
        var owner = Environment.ProcessId.ToString();
        held.SetLength(0);
        held.Write(Encoding.ASCII.GetBytes(owner));
        held.Flush();
        File.WriteAllText(System.IO.Path.Combine(folder, OwnerName), owner);
        return held;
    }

    /// <summary>EAGAIN of Linux and of macOS, the sharing violation of Windows.</summary>
    private static bool IsHeldByAnother(IOException fault) =>
        fault.HResult is 11 or 35 or unchecked((int)0x8007_0020);

    private static int? ReadOwner(string folder)
    {
        try
        {
            var text = File.ReadAllText(System.IO.Path.Combine(folder, OwnerName));
            return int.TryParse(text, out var id) ? id : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static DataFolderManifest? ReadManifest(string folder)
    {
        var path = System.IO.Path.Combine(folder, ManifestName);
        if (!File.Exists(path))
            return null;
        DataFolderManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(
                File.ReadAllBytes(path), DataFolderManifestContext.Default.DataFolderManifest);
        }
        catch (JsonException fault)
        {
            throw new StorageCorruptException(path, fault.BytePositionInLine ?? 0, "it is not JSON", fault);
        }

        if (manifest is { FormatVersion: > FormatVersion })
            throw new UnsupportedFormatException(path, manifest.FormatVersion, FormatVersion);
        if (manifest is not { FormatVersion: >= 1, Partitions: >= 1 and <= MaxPartitions })
            throw new StorageCorruptException(path, 0, "format version or number of partitions is missing");
        return manifest;
    }

    /// <summary>Written beside and moved into place: a manifest is whole or not there.</summary>
    private static DataFolderManifest CreateManifest(string folder, int partitions, TimeProvider time)
    {
        var manifest = new DataFolderManifest(FormatVersion, partitions, time.GetUtcNow());
        var path = System.IO.Path.Combine(folder, ManifestName);
        var temporary = path + ".tmp";
        using (var file = File.Create(temporary))
        {
            JsonSerializer.Serialize(file, manifest, DataFolderManifestContext.Default.DataFolderManifest);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        DiskFiles.Instance.FlushDirectory(folder);
        return manifest;
    }
}

namespace Profiles.Storage.Segments;

/// <summary>
/// The segments as one small JSON file, replaced whole: written beside, flushed, and moved into place. What the bytes
/// mean is the caller's.
/// </summary>
/// <remarks>
/// A file and no table, because the set is only ever read and replaced as a whole, and a person can read it, copy it to
/// another platform and keep it under version control.
/// </remarks>
/// <param name="path">Where it is.</param>
public sealed class FileSegmentStore(string path) : ISegmentStore
{
    public string Name => path;

    public byte[]? Read() => File.Exists(path) ? File.ReadAllBytes(path) : null;

    /// <summary>Always true: whoever holds the data folder is alone.</summary>
    public bool TryWrite(long version, ReadOnlyMemory<byte> bytes)
    {
        var temporary = path + ".tmp";
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, bytes.Span, 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(temporary, path, overwrite: true);
        DiskFiles.Instance.FlushDirectory(Path.GetDirectoryName(path)!);
        return true;
    }
}

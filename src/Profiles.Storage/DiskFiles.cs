using Microsoft.Win32.SafeHandles;

namespace Profiles.Storage;

/// <summary>
/// Every operation on a file that may fail for the disk's reasons. Tests put their own in to make chosen ones fail;
/// the product uses <see cref="Instance"/>.
/// </summary>
internal class DiskFiles
{
    public static DiskFiles Instance { get; } = new();

    public virtual SafeFileHandle Create(string path) =>
        File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);

    public virtual SafeFileHandle OpenWrite(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);

    public virtual SafeFileHandle OpenRead(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    public virtual void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset) =>
        RandomAccess.Write(file, bytes, offset);

    public virtual void Write(SafeFileHandle file, IReadOnlyList<ReadOnlyMemory<byte>> pieces, long offset) =>
        RandomAccess.Write(file, pieces, offset);

    public virtual void SetLength(SafeFileHandle file, long length) => RandomAccess.SetLength(file, length);

    public virtual void Flush(SafeFileHandle file) => RandomAccess.FlushToDisk(file);

    public virtual void Replace(string from, string to) => File.Move(from, to, overwrite: true);

    public virtual void Delete(string path) => File.Delete(path);

    /// <summary>Makes created, renamed and deleted names of a directory durable.</summary>
    public virtual void FlushDirectory(string directory) => DirectoryFlush.Flush(directory);

    /// <summary>Reads until the span is full or the file ends.</summary>
    public static int ReadFully(SafeFileHandle handle, Span<byte> to, long offset)
    {
        var total = 0;
        while (total < to.Length)
        {
            var read = RandomAccess.Read(handle, to[total..], offset + total);
            if (read == 0)
                break;
            total += read;
        }

        return total;
    }
}

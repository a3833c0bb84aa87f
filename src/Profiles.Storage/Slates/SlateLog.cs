using System.Buffers.Binary;
using System.Globalization;

namespace Profiles.Storage.Slates;

/// <summary>
/// Slates that were served, in the order they were: append-only files of a bounded size, of which the oldest goes where
/// there are too many. Nothing is flushed for good but by the system: a crash of the machine may lose the last seconds.
/// </summary>
/// <remarks>
/// <code>
/// file    8 bytes magic "PROFSLT1" | entries
/// entry   u32 length of the payload | u32 CRC-32C of the payload | payload
/// </code>
/// A torn entry at the end of a file is as if it had never been written. One writer; readers at any time.
/// </remarks>
public sealed class SlateLog : IDisposable
{
    /// <summary>The most bytes of an entry.</summary>
    public const int MaxEntryBytes = 1 << 20;

    private const int HeaderBytes = 8;
    private const int EntryHeaderBytes = 8;
    private const int BufferBytes = 256 * 1024;
    private const string Extension = ".slates";

    private static readonly byte[] Magic = "PROFSLT1"u8.ToArray();

    private readonly string _folder;
    private readonly long _maxBytes;
    private readonly long _fileBytes;
    private FileStream? _file;
    private long _number;

    /// <summary>Opens the log of a folder, which is made where there is none.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="maxBytes">The most bytes of all files together; beyond, the oldest goes.</param>
    /// <param name="fileBytes">The bytes from which a file is full.</param>
    public SlateLog(string folder, long maxBytes = 1L << 30, long fileBytes = 64L << 20)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, fileBytes);
        _folder = folder;
        _maxBytes = maxBytes;
        _fileBytes = fileBytes;
        Directory.CreateDirectory(folder);
        _number = Files(folder).Select(file => file.Number).DefaultIfEmpty(0).Max();
    }

    /// <summary>Appends an entry.</summary>
    /// <exception cref="IOException">The disk refused; the entry is lost, later ones may not be.</exception>
    public void Append(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > MaxEntryBytes)
            throw new ArgumentException($"An entry has {payload.Length} bytes, over {MaxEntryBytes}.", nameof(payload));
        Span<byte> header = stackalloc byte[EntryHeaderBytes];
        BinaryPrimitives.WriteInt32LittleEndian(header, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], Crc32C.Of(payload));
        try
        {
            _file ??= Begin();
            _file.Write(header);
            _file.Write(payload);
            if (_file.Position >= _fileBytes) End();
        }
        catch (IOException)
        {
            // What follows goes to a new file: this one may end in a torn entry.
            End();
            throw;
        }
    }

    /// <summary>Hands what is buffered to the system, so that readers see it.</summary>
    public void Flush() => _file?.Flush();

    /// <summary>Every whole entry of a folder's log, the oldest first; a copy each.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(string folder)
    {
        if (!Directory.Exists(folder)) yield break;
        foreach (var (path, _) in Files(folder))
        {
            using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes);
            if (!IsWhole(file, HeaderBytes, out var magic) || !magic.AsSpan().SequenceEqual(Magic)) continue;
            while (IsWhole(file, EntryHeaderBytes, out var header))
            {
                var length = BinaryPrimitives.ReadInt32LittleEndian(header);
                if (length is < 0 or > MaxEntryBytes || !IsWhole(file, length, out var payload)) break;
                if (Crc32C.Of(payload) != BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4))) break;
                yield return payload;
            }
        }
    }

    public void Dispose() => End();

    private static bool IsWhole(FileStream file, int length, out byte[] bytes)
    {
        bytes = new byte[length];
        return file.ReadAtLeast(bytes, length, throwOnEndOfStream: false) == length;
    }

    private static IEnumerable<(string Path, long Number)> Files(string folder) => Directory
        .EnumerateFiles(folder, "*" + Extension)
        .Select(path => (path, long.TryParse(
            Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0))
        .Where(file => file.Item2 > 0)
        .OrderBy(file => file.Item2);

    private FileStream Begin()
    {
        DropOldest();
        var path = Path.Combine(_folder, (++_number).ToString("D8", CultureInfo.InvariantCulture) + Extension);
        var file = new FileStream(
            path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, BufferBytes);
        file.Write(Magic);
        return file;
    }

    private void End()
    {
        var file = _file;
        _file = null;
        try
        {
            file?.Dispose();
        }
        catch (IOException)
        {
            // Its end is torn, which readers tell.
        }
    }

    private void DropOldest()
    {
        var files = Files(_folder).Select(file => new FileInfo(file.Path)).ToList();
        var bytes = files.Sum(file => file.Length);
        foreach (var file in files)
        {
            if (bytes + _fileBytes <= _maxBytes) return;
            bytes -= file.Length;
            file.Delete();
        }
    }
}

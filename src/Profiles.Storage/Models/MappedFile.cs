using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace Profiles.Storage.Models;

/// <summary>
/// A file as memory, read where it lies. The view's handle unmaps it once nobody holds this memory any more: models are
/// swapped while requests still read the one before. Whoever reads spans of it keeps the memory alive meanwhile.
/// </summary>
internal sealed unsafe class MappedFile : MemoryManager<byte>
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _first;
    private readonly int _length;

    private MappedFile(MemoryMappedViewAccessor view, int length)
    {
        _view = view;
        _length = length;
        _first = (byte*)view.SafeMemoryMappedViewHandle.DangerousGetHandle() + view.PointerOffset;
    }

    /// <summary>Maps a file whole; an empty one is no memory.</summary>
    /// <exception cref="IOException">It cannot be read, or is longer than memory can be.</exception>
    public static ReadOnlyMemory<byte> Open(string path)
    {
        using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1);
        if (file.Length == 0) return ReadOnlyMemory<byte>.Empty;
        if (file.Length > Array.MaxLength) throw new IOException($"{path} has {file.Length} bytes; too many to map.");

        var length = (int)file.Length;
        using var mapping = MemoryMappedFile.CreateFromFile(
            file, mapName: null, length, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        var view = mapping.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        return new MappedFile(view, length).Memory;
    }

    public override Span<byte> GetSpan() => new(_first, _length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_first + elementIndex, default, this);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _view.Dispose();
    }
}

using Microsoft.Win32.SafeHandles;

namespace Profiles.Storage.Tests;

/// <summary>A disk that refuses what the test says, with the exception that a real one would give.</summary>
internal sealed class FaultyFiles : DiskFiles
{
    private const int NoSpace = 28;

    public bool FailsWrites { get; set; }

    /// <summary>A failing write first puts this many bytes into the file.</summary>
    public int BytesBeforeFailure { get; set; }

    public bool FailsFlushes { get; set; }

    public bool FailsSetLength { get; set; }

    public bool FailsCreate { get; set; }

    public int Flushes { get; private set; }

    public override SafeFileHandle Create(string path)
    {
        ThrowIf(FailsCreate, "No space left on device");
        return base.Create(path);
    }

    public override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        ThrowIf(FailsWrites, "No space left on device");
        base.Write(file, bytes, offset);
    }

    public override void Write(SafeFileHandle file, IReadOnlyList<ReadOnlyMemory<byte>> pieces, long offset)
    {
        if (FailsWrites && BytesBeforeFailure > 0)
            base.Write(file, pieces[0].Span[..Math.Min(BytesBeforeFailure, pieces[0].Length)], offset);
        ThrowIf(FailsWrites, "No space left on device");
        base.Write(file, pieces, offset);
    }

    public override void SetLength(SafeFileHandle file, long length)
    {
        ThrowIf(FailsSetLength, "Read-only file system");
        base.SetLength(file, length);
    }

    public override void Flush(SafeFileHandle file)
    {
        ThrowIf(FailsFlushes, "Input/output error");
        base.Flush(file);
        Flushes++;
    }

    private static void ThrowIf(bool fails, string reason)
    {
        if (fails)
            throw new IOException(reason, NoSpace);
    }
}

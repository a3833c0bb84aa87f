using System.Buffers;
using Profiles.Core.Events;

namespace Profiles.Cli.Importing;

/// <summary>Lines of a file on their way, and where in the file each of them was. Reused from batch to batch.</summary>
internal sealed class ImportBatch
{
    /// <summary>The most lines of a batch.</summary>
    public const int MaxLines = 5000;

    /// <summary>A batch of at least this many bytes is sent.</summary>
    public const int FullBytes = 2 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _lines = new(FullBytes + 128 * 1024);
    private readonly List<int> _numbers = [];

    /// <summary>The lines, each with its break.</summary>
    public ReadOnlyMemory<byte> Lines => _lines.WrittenMemory;

    /// <summary>Where a line is written; then <see cref="Added"/> is called.</summary>
    public IBufferWriter<byte> Writer => _lines;

    public int Count => _numbers.Count;

    public bool IsFull => _numbers.Count >= MaxLines || _lines.WrittenCount >= FullBytes;

    /// <summary>Ends the line that was just written; it was this line of the file.</summary>
    public void Added(int lineNumber)
    {
        _lines.Write("\n"u8);
        _numbers.Add(lineNumber);
    }

    /// <summary>The line of the file that a rejection is about.</summary>
    public int LineOf(EventRejection rejection) =>
        rejection.Index < _numbers.Count ? _numbers[rejection.Index] : _numbers[^1];

    /// <summary>Makes room for the next lines.</summary>
    public void Clear()
    {
        _lines.ResetWrittenCount();
        _numbers.Clear();
    }
}

namespace Profiles.Cli.Importing;

/// <summary>Reads the lines of a file as bytes, each in a bound, without a string a line.</summary>
internal sealed class LineReader(Stream stream) : IDisposable
{
    /// <summary>The longest line that is read; a longer one is said to be too long, and skipped.</summary>
    public const int MaxLineBytes = 1024 * 1024;

    private readonly byte[] _buffer = new byte[2 * MaxLineBytes];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>How many bytes of the file have been read.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The number of the last line read, from 1.</summary>
    public int LineNumber { get; private set; }

    /// <summary>The next line, without its break; valid until the next call. False at the end of the file.</summary>
    /// <param name="line">The line; of one that is too long, its beginning.</param>
    /// <param name="isTooLong">The line is longer than is read.</param>
    public bool TryRead(out ReadOnlySpan<byte> line, out bool isTooLong)
    {
        isTooLong = false;
        while (true)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            var length = rest.IndexOf((byte)'\n');
            if (length >= 0 || (_ended && rest.Length > 0))
            {
                line = TrimBreak(length >= 0 ? rest[..length] : rest);
                _start += length >= 0 ? length + 1 : rest.Length;
                isTooLong = line.Length > MaxLineBytes;
                return Counted(ref line);
            }

            line = default;
            if (_ended) return false;
            if (rest.Length > MaxLineBytes)
            {
                isTooLong = true;
                SkipLine();
                return Counted(ref line);
            }

            Fill();
        }
    }

    public void Dispose() => stream.Dispose();

    private static ReadOnlySpan<byte> TrimBreak(ReadOnlySpan<byte> line) =>
        line is [.., (byte)'\r'] ? line[..^1] : line;

    private bool Counted(ref ReadOnlySpan<byte> line)
    {
        LineNumber++;
        if (LineNumber == 1 && line.StartsWith("\uFEFF"u8)) line = line["\uFEFF"u8.Length..];
        return true;
    }

    private void SkipLine()
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                _start += length + 1;
                return;
            }

            _start = _end;
            if (_ended) return;
            Fill();
        }
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        var read = stream.Read(_buffer.AsSpan(_end));
        _ended = read == 0;
        _end += read;
        BytesRead += read;
    }
}

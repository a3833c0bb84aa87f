namespace Profiles.Core.Text;

/// <summary>
/// Cuts pieces of any size into lines. Holds at most one line that is not whole; of one longer than allowed it keeps
/// nothing, and says so once it ends. Lines of nothing but space are passed over, as are a byte order mark at the
/// very start and a carriage return at the end.
/// </summary>
internal sealed class NdjsonLines(int maxLineBytes)
{
    private byte[] _held = [];
    private int _heldLength;
    private bool _isTooLong;
    private bool _hasBegun;

    /// <summary>The next whole line; false where the piece has none, and its rest is held.</summary>
    /// <remarks>The line is valid until the next call.</remarks>
    public bool TryNext(ref ReadOnlySpan<byte> piece, out ReadOnlySpan<byte> line, out bool isTooLong)
    {
        while (true)
        {
            var end = piece.IndexOf((byte)'\n');
            if (end < 0)
            {
                Hold(piece);
                piece = default;
                line = default;
                isTooLong = false;
                return false;
            }

            var part = piece[..end];
            piece = piece[(end + 1)..];
            if (_heldLength > 0 || _isTooLong)
            {
                Hold(part);
                part = Release(out isTooLong);
            }
            else
            {
                isTooLong = part.Length > maxLineBytes + 1;
            }

            line = Trim(part);
            if (isTooLong || !line.IsEmpty) return true;
        }
    }

    /// <summary>What is held when no piece comes any more; false where it is nothing.</summary>
    public bool TryLast(out ReadOnlySpan<byte> line, out bool isTooLong)
    {
        line = Trim(Release(out isTooLong));
        return isTooLong || !line.IsEmpty;
    }

    private ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            if (line.StartsWith(Utf8Marks.ByteOrderMark)) line = line[Utf8Marks.ByteOrderMark.Length..];
        }

        return line.Trim(" \t\r"u8);
    }

    private void Hold(ReadOnlySpan<byte> part)
    {
        if (_isTooLong || part.IsEmpty) return;

        // One more for a carriage return.
        if (_heldLength + part.Length > maxLineBytes + 1)
        {
            _isTooLong = true;
            _heldLength = 0;
            return;
        }

        if (_held.Length < _heldLength + part.Length)
            Array.Resize(ref _held, Math.Max(_heldLength + part.Length, Math.Min(_held.Length * 2, maxLineBytes + 1)));
        part.CopyTo(_held.AsSpan(_heldLength));
        _heldLength += part.Length;
    }

    private ReadOnlySpan<byte> Release(out bool isTooLong)
    {
        isTooLong = _isTooLong;
        var line = _held.AsSpan(0, _heldLength);
        _isTooLong = false;
        _heldLength = 0;
        return line;
    }
}

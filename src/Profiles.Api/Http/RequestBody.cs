using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Profiles.Api.Http;

/// <summary>A whole request body in one piece of rented memory.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int MinBytes = 4096;

    private byte[] _buffer;
    private int _length;

    private RequestBody(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>The bytes, until it is disposed.</summary>
    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _length);

    /// <summary>Reads the body to its end.</summary>
    /// <exception cref="BadHttpRequestException">It is larger than allowed, or breaks off.</exception>
    public static async ValueTask<RequestBody> ReadAsync(HttpContext context, long maxBytes)
    {
        var declared = context.Request.ContentLength ?? 0;
        Check(declared, maxBytes);
        var body = new RequestBody((int)Math.Max(declared, MinBytes));
        try
        {
            var reader = context.Request.BodyReader;
            while (true)
            {
                var read = await reader.ReadAsync(context.RequestAborted);
                var isTooLarge = body._length + read.Buffer.Length > maxBytes;
                if (!isTooLarge) body.Append(read.Buffer);
                reader.AdvanceTo(read.Buffer.End);
                if (isTooLarge) throw TooLarge(maxBytes);
                if (read.IsCompleted) return body;
            }
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>Throws where a body is too large.</summary>
    public static void Check(long bytes, long maxBytes)
    {
        if (bytes > maxBytes) throw TooLarge(maxBytes);
    }

    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private static BadHttpRequestException TooLarge(long maxBytes) =>
        new($"The body has more than {maxBytes} bytes.", StatusCodes.Status413PayloadTooLarge);

    private void Append(in ReadOnlySequence<byte> pieces)
    {
        var needed = _length + (int)pieces.Length;
        if (needed > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 2 * _buffer.Length));
            Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        pieces.CopyTo(_buffer.AsSpan(_length));
        _length = needed;
    }
}

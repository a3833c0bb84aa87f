using System.Globalization;
using System.Text;

namespace Profiles.Benchmarks.Http;

/// <summary>
/// An NDJSON body of events of about 208 bytes each, whose ids and users are written over in place for each request.
/// </summary>
internal sealed class EventBody
{
    private const int Digits = 12;
    private const string Type = "\"type\":\"play\"";

    private readonly byte[] _bytes;
    private readonly int _eventBytes;
    private readonly int _idAt;
    private readonly int _userAt;
    private readonly int _contentAt;

    public EventBody(int events)
    {
        Events = events;
        var zeros = new string('0', Digits);
        var line = $$"""{"id":"e-{{zeros}}","userId":"u-{{zeros}}","contentId":"c-{{zeros}}",{{Type}},"""
            + "\"occurredAt\":\"2026-11-20T20:15:30Z\",\"positionSeconds\":120,"
            + "\"durationSeconds\":5400,\"device\":\"tv\"}\n";
        _eventBytes = Encoding.ASCII.GetByteCount(line);
        _bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(line, events)));
        _idAt = line.IndexOf("e-", StringComparison.Ordinal) + 2;
        _userAt = line.IndexOf("u-", StringComparison.Ordinal) + 2;
        _contentAt = line.IndexOf("c-", StringComparison.Ordinal) + 2;
    }

    public int Events { get; }

    public int EventBytes => _eventBytes;

    public ReadOnlyMemory<byte> Bytes => _bytes;

    public static string UserId(long user) => "u-" + user.ToString("D12", CultureInfo.InvariantCulture);

    /// <summary>Makes the events the numbers from <paramref name="first"/> on, spread over the users.</summary>
    public void Number(long first, long users, long contents)
    {
        for (var index = 0; index < Events; index++)
        {
            var number = first + index;
            var line = _bytes.AsSpan(index * _eventBytes, _eventBytes);
            Write(line.Slice(_idAt, Digits), number);
            Write(line.Slice(_userAt, Digits), Scatter(number) % users);
            Write(line.Slice(_contentAt, Digits), Scatter(number + 7) % contents);
        }
    }

    private static long Scatter(long number)
    {
        var mixed = (ulong)number * 0x9E37_79B9_7F4A_7C15UL;
        mixed ^= mixed >> 32;
        return (long)((mixed * 0xD6E8_FEB8_6659_FD93UL) >> 2);
    }

    private static void Write(Span<byte> digits, long number)
    {
        for (var at = digits.Length - 1; at >= 0; at--)
        {
            digits[at] = (byte)('0' + (number % 10));
            number /= 10;
        }
    }
}

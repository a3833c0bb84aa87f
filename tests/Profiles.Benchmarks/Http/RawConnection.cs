using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Profiles.Benchmarks.Http;

/// <summary>
/// One keep-alive HTTP/1.1 connection that sends prepared bytes and reads one answer: as cheap as a client can be, so
/// that on shared cores the server is what is measured.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(
        AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[256 * 1024];
    private int _received;

    public static async Task<RawConnection> OpenAsync(Uri server)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port));
        return connection;
    }

    public static byte[] Get(Uri address) => Encoding.ASCII.GetBytes(
        $"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n");

    public static byte[] PostHead(Uri address, string contentType, int length) => Encoding.ASCII.GetBytes(
        $"POST {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\n"
        + $"Content-Type: {contentType}\r\nContent-Length: {length}\r\n\r\n");

    /// <summary>Sends a request and reads its whole answer.</summary>
    /// <returns>The status, and the body until the next call.</returns>
    public async ValueTask<(int Status, ReadOnlyMemory<byte> Body)> SendAsync(params ReadOnlyMemory<byte>[] request)
    {
        foreach (var part in request)
        {
            for (var sent = 0; sent < part.Length;) sent += await _socket.SendAsync(part[sent..]);
        }

        _received = 0;
        var headEnd = -1;
        while (headEnd < 0)
        {
            await ReceiveAsync();
            headEnd = _answer.AsSpan(0, _received).IndexOf("\r\n\r\n"u8);
        }

        var head = Encoding.ASCII.GetString(_answer, 0, headEnd);
        var status = int.Parse(head.AsSpan(9, 3));
        var start = headEnd + 4;
        if (ContentLength(head) is { } length)
        {
            while (_received < start + length) await ReceiveAsync();
            return (status, _answer.AsMemory(start, length));
        }

        while (!_answer.AsSpan(start, _received - start).EndsWith("0\r\n\r\n"u8)) await ReceiveAsync();
        return (status, _answer.AsMemory(start, _received - start));
    }

    public void Dispose() => _socket.Dispose();

    private static int? ContentLength(string head)
    {
        const string Name = "\r\nContent-Length:";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return head.Contains("chunked", StringComparison.OrdinalIgnoreCase) ? null : 0;
        var value = head.AsSpan(at + Name.Length);
        var end = value.IndexOf('\r');
        return int.Parse((end < 0 ? value : value[..end]).Trim());
    }

    private async ValueTask ReceiveAsync()
    {
        var count = await _socket.ReceiveAsync(_answer.AsMemory(_received));
        if (count == 0) throw new IOException("The server closed the connection.");
        _received += count;
    }
}

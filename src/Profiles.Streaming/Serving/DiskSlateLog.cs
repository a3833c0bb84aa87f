using System.Buffers;
using Microsoft.Extensions.Logging;
using Profiles.Core.Slates;
using Profiles.Storage.Slates;

namespace Profiles.Streaming.Serving;

/// <summary>The slate log on disk. Faults of the disk lose slates, which are counted; they never reach a
/// viewer.</summary>
internal sealed partial class DiskSlateLog(
    SlateLog log, ServingInstruments instruments, TimeProvider time, ILogger<DiskSlateLog> logger)
    : ISlateLog, IDisposable
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    private readonly ArrayBufferWriter<byte> _buffer = new(8192);
    private long _flushed = time.GetTimestamp();
    private bool _isFailing;

    public void Append(ServedSlate served)
    {
        _buffer.ResetWrittenCount();
        SlateRecordCodec.Write(served, _buffer);
        try
        {
            log.Append(_buffer.WrittenSpan);
            if (time.GetElapsedTime(_flushed) >= FlushInterval) Flush();
            _isFailing = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            instruments.Unlogged.Add(1);
            if (!_isFailing) LogFailed(logger, exception.Message);
            _isFailing = true;
        }
    }

    public void Flush()
    {
        log.Flush();
        _flushed = time.GetTimestamp();
    }

    public void Dispose() => log.Dispose();

    [LoggerMessage(LogLevel.Warning, "Slates are not logged until the disk takes them again: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}

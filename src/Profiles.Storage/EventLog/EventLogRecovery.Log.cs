using Microsoft.Extensions.Logging;

namespace Profiles.Storage.EventLog;

internal sealed partial class EventLogRecovery
{
    [LoggerMessage(100, LogLevel.Warning, "Torn tail: {File} ends at offset {Offset}, {Bytes} bytes after it are cut")]
    private static partial void LogTornTail(ILogger logger, string file, long offset, long bytes);

    [LoggerMessage(101, LogLevel.Warning, "Segment {File} without a whole header or any record dropped")]
    private static partial void LogTornHeader(ILogger logger, string file);

    [LoggerMessage(102, LogLevel.Warning, "Sidecar {File} missing or damaged: built again with {Keys} keys")]
    private static partial void LogSidecarRebuilt(ILogger logger, string file, int keys);
}

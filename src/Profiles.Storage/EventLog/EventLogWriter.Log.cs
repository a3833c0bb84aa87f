using Microsoft.Extensions.Logging;

namespace Profiles.Storage.EventLog;

internal sealed partial class EventLogWriter
{
    [LoggerMessage(110, LogLevel.Error, "The log cannot be written: {File}. Appends fail until the disk takes them")]
    private static partial void LogUnavailable(ILogger logger, string file, Exception fault);

    [LoggerMessage(111, LogLevel.Information, "The log is written again: {File}")]
    private static partial void LogRecovered(ILogger logger, string file);

    [LoggerMessage(112, LogLevel.Warning, "{File} could not be cut back; the next append tries again")]
    private static partial void LogRepairFailed(ILogger logger, string file, Exception fault);

    [LoggerMessage(113, LogLevel.Warning, "{File} could not be closed cleanly; the next open recovers it")]
    private static partial void LogCloseFailed(ILogger logger, string file, Exception fault);

    [LoggerMessage(114, LogLevel.Warning, "Sidecar {File} could not be written; its keys stay in memory")]
    private static partial void LogSidecarFailed(ILogger logger, string file, Exception fault);

    [LoggerMessage(115, LogLevel.Information, "Segment {File} up to sequence {Sequence} deleted by retention")]
    private static partial void LogSegmentDeleted(ILogger logger, string file, long sequence);

    [LoggerMessage(116, LogLevel.Warning, "Segment {File} could not be deleted by retention")]
    private static partial void LogRetentionFailed(ILogger logger, string file, Exception fault);
}

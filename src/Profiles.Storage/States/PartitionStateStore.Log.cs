using Microsoft.Extensions.Logging;

namespace Profiles.Storage.States;

public sealed partial class PartitionStateStore
{
    [LoggerMessage(120, LogLevel.Warning, "States {File} end at offset {Offset}, {Bytes} uncommitted bytes are cut")]
    private static partial void LogTornTail(ILogger logger, string file, long offset, long bytes);

    [LoggerMessage(121, LogLevel.Warning, "State file {File} without a whole header or any entry dropped")]
    private static partial void LogTornHeader(ILogger logger, string file);

    [LoggerMessage(122, LogLevel.Error, "States cannot be written: {File}. Commits fail until the disk takes them")]
    private static partial void LogUnavailable(ILogger logger, string file, Exception fault);

    [LoggerMessage(123, LogLevel.Information, "States are written again: {File}")]
    private static partial void LogRecovered(ILogger logger, string file);

    [LoggerMessage(124, LogLevel.Warning, "Hint {File} could not be written; the next open reads the states")]
    private static partial void LogHintFailed(ILogger logger, string file, Exception fault);

    [LoggerMessage(125, LogLevel.Error, "State file {File} is damaged at offset {Offset} and is not compacted")]
    private static partial void LogDamaged(ILogger logger, string file, long offset);

    [LoggerMessage(128, LogLevel.Warning, "State file {File} could not be compacted; a later commit tries again")]
    private static partial void LogCompactionFailed(ILogger logger, string file, Exception fault);

    [LoggerMessage(126, LogLevel.Warning, "State file {File} could not be deleted")]
    private static partial void LogDeleteFailed(ILogger logger, string file, Exception fault);

    [LoggerMessage(127, LogLevel.Warning, "State file {File} could not be closed cleanly; the next open recovers it")]
    private static partial void LogCloseFailed(ILogger logger, string file, Exception fault);
}

using Microsoft.Extensions.Logging;

namespace Profiles.Streaming.Segments;

internal sealed partial class SegmentSet
{
    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The segment {Key} holds nobody: this build cannot compile it at {Path}. {Remedy}")]
    private static partial void LogRefused(ILogger logger, string key, string path, string remedy);
}

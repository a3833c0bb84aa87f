using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Profiles.Storage.Postgres;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Cluster;

/// <summary>Lets this host's copies of what all hosts share catch up with what another host has changed.</summary>
internal sealed partial class StoreFollower(
    SharedChanges changes, IEnumerable<IStoreCopy> copies, ILogger<StoreFollower> logger) : BackgroundService
{
    private readonly IStoreCopy[] _copies = [.. copies];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => changes.FollowAsync(
        versions => CatchUpAsync(versions, stoppingToken),
        reason => LogUnread(logger, reason),
        stoppingToken);

    private async ValueTask CatchUpAsync(
        IReadOnlyDictionary<string, long> versions, CancellationToken cancellationToken)
    {
        foreach (var copy in _copies)
        {
            if (versions.GetValueOrDefault(copy.Kind) <= copy.Version) continue;
            try
            {
                await copy.CatchUpAsync(cancellationToken);
                LogTaken(logger, copy.Kind, copy.Version);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // What the host holds goes on; the next look tries again.
                LogFailed(logger, copy.Kind, versions[copy.Kind], fault.Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Debug, "Version {Version} of the {Kind} is taken from another host")]
    private static partial void LogTaken(ILogger logger, string kind, long version);

    [LoggerMessage(LogLevel.Error, "Version {Version} of the {Kind} cannot be taken, what is held goes on: {Reason}")]
    private static partial void LogFailed(ILogger logger, string kind, long version, string reason);

    [LoggerMessage(LogLevel.Warning, "What other hosts have changed cannot be read; again in a second: {Reason}")]
    private static partial void LogUnread(ILogger logger, string reason);
}

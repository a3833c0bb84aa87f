using Microsoft.Extensions.Hosting;
using Profiles.Core.Slates;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Serving;

/// <summary>
/// Practises slates for a short while after the start, before the host says that it is ready: a load balancer then
/// sends viewers to code that is already optimized. Requests that come earlier are answered, more slowly.
/// </summary>
internal sealed class ServingWarmUp(ServingState serving, ProfilesHostOptions options, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    private volatile bool _isDone;

    /// <summary>Whether it is over.</summary>
    public bool IsDone => _isDone || options.PracticeSlates == 0;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the thread that starts the host.
        await Task.Yield();
        var started = time.GetTimestamp();
        var scratch = new SlateScratch();
        for (var viewer = 0; viewer < options.PracticeSlates && !stoppingToken.IsCancellationRequested; viewer++)
        {
            if (time.GetElapsedTime(started) >= MaxTime || serving.Current.Contents.Count == 0) break;
            PracticeSlates.Make(serving.Current, viewer, time.GetUtcNow().ToUnixTimeMilliseconds(), scratch);
        }

        _isDone = true;
    }
}

using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Profiles.Contracts;
using Profiles.Core.Trends;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Trends;

/// <summary>
/// Sums the partitions' counters to a snapshot each second; less often where that would take more than a twentieth of
/// one processor, or where nothing was counted.
/// </summary>
internal sealed class TrendPublisher(
    PartitionSet partitions, RemoteTrends others, IContentCatalogue catalogue, StreamingInstruments instruments,
    TimeProvider time)
    : BackgroundService
{
    private const double MaxShare = 0.05;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Counts decay also while nothing is counted.
    private static readonly TimeSpan IdleInterval = TimeSpan.FromSeconds(10);

    private readonly TrendSum _sum = new(catalogue.Index.Numbers);
    private readonly Lock _publishing = new();
    private TrendSnapshot _current = TrendSnapshot.Empty(catalogue.Index.Numbers);

    /// <summary>The newest snapshot.</summary>
    public TrendSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Told of each new snapshot, one at a time.</summary>
    public event Action<TrendSnapshot>? Published;

    /// <summary>Makes a snapshot of this moment.</summary>
    public TrendSnapshot Publish()
    {
        lock (_publishing)
        {
            _sum.Begin(time.GetUtcNow().ToUnixTimeMilliseconds());
            for (var number = 0; number < partitions.Count; number++)
            {
                if (partitions.Find(number) is { } partition) partition.Trends.AddTo(_sum);
                else others.AddTo(number, _sum);
            }

            var snapshot = _sum.Finish();
            Volatile.Write(ref _current, snapshot);
            Published?.Invoke(snapshot);
            return snapshot;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = Interval;
        while (!stoppingToken.IsCancellationRequested)
        {
            if (IsDue())
            {
                var started = Stopwatch.GetTimestamp();
                Publish();
                var took = Stopwatch.GetElapsedTime(started);
                instruments.TrendSeconds.Record(took.TotalSeconds);
                wait = took / MaxShare > Interval ? took / MaxShare : Interval;
            }

            try
            {
                await Task.Delay(wait, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private bool IsDue()
    {
        var current = Current;
        var age = time.GetUtcNow().ToUnixTimeMilliseconds() - current.AtUnixMs;
        if (age >= IdleInterval.TotalMilliseconds || current.Positions.Length != partitions.Count) return true;
        for (var number = 0; number < partitions.Count; number++)
        {
            var last = partitions.Find(number)?.Trends.LastSequence ?? others.LastSequenceOf(number);
            if (last != current.Positions[number]) return true;
        }

        return false;
    }
}

using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Profiles.Analytics.Rows;
using Profiles.Analytics.Stores;
using Profiles.Core.Text;
using Profiles.Storage;
using Profiles.Storage.EventLog;

namespace Profiles.Analytics.Hosting;

/// <summary>
/// Follows the log of each partition that this host answers for, and turns its records into rows. It reads at its own
/// pace and holds one run of records a partition in memory; nothing waits for it but retention, which leaves it what is
/// not rows yet. A store that fails is tried again, and said to be failing.
/// </summary>
internal sealed partial class LogFollower : BackgroundService, IHealthSource
{
    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<IEventLog> _logs;
    private readonly IAnalyticsStore _store;
    private readonly ILogShare _share;
    private readonly LogSource _source;
    private readonly AnalyticsOptions _options;
    private readonly AnalyticsInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly ILogger<LogFollower> _logger;
    private readonly long[] _positions;
    private readonly string?[] _faults;
    private readonly EventLogHold[] _holds;

    public LogFollower(
        IReadOnlyList<IEventLog> logs, IAnalyticsStore store, ILogShare share, AnalyticsOptions options,
        AnalyticsInstruments instruments, TimeProvider time, ILogger<LogFollower> logger)
    {
        _logs = logs;
        _store = store;
        _share = share;
        _source = LogSource.Of(share);
        _options = options;
        _instruments = instruments;
        _time = time;
        _logger = logger;
        _positions = new long[logs.Count];
        _faults = new string?[logs.Count];
        _holds = [.. logs.Select(log => log.Hold())];
        instruments.Observe(() => Followed.Select(i => (_logs[i].Partition, LagOf(i))));
    }

    /// <summary>Why rows are not written; healthy while they are.</summary>
    public StorageHealth Health
    {
        get
        {
            foreach (var i in Followed)
            {
                if (Volatile.Read(ref _faults[i]) is { } fault)
                    return StorageHealth.Failed($"the tables for analysts are behind by {LagOf(i)} records: {fault}");
            }

            return StorageHealth.Healthy;
        }
    }

    private IEnumerable<int> Followed => Enumerable.Range(0, _logs.Count).Where(i => _share.Holds(_logs[i].Partition));

    /// <summary>Durable records of a partition that are not rows yet.</summary>
    public long LagOf(int index) =>
        Math.Max(0, _logs[index].LastSequence + 1 - Math.Max(
            Volatile.Read(ref _positions[index]), _logs[index].FirstSequence));

    /// <summary>Waits until all that is durable now is rows.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        await _store.OpenAsync(_source, cancellationToken);
        foreach (var i in Followed)
        {
            var end = _logs[i].LastSequence;
            using var run = await OpenAsync(i, cancellationToken);
            while (run.Reader.NextSequence <= end && await run.Reader.ReadAsync(run.Batch, cancellationToken))
                await WriteAsync(i, run, cancellationToken);
        }
    }

    public override void Dispose()
    {
        foreach (var hold in _holds) hold.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Enumerable.Range(0, _logs.Count).Select(i => Task.Run(() => FollowAsync(i, stoppingToken), stoppingToken)));

    private async Task FollowAsync(int index, CancellationToken stoppingToken)
    {
        var delay = FirstRetryDelay;
        while (true)
        {
            try
            {
                if (!_share.Holds(_logs[index].Partition))
                {
                    await Task.Delay(_options.FlushInterval, _time, stoppingToken);
                    continue;
                }

                await _store.OpenAsync(_source, stoppingToken);
                if (!await FollowAsync(index, () => delay = FirstRetryDelay, stoppingToken)) return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                Volatile.Write(ref _faults[index], fault.Message);
                _instruments.Failures.Add(1);
                LogFailed(_logger, _logs[index].Partition, delay, fault);
            }

            try
            {
                await Task.Delay(delay, _time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            delay = delay * 2 < _options.MaxRetryDelay ? delay * 2 : _options.MaxRetryDelay;
        }
    }

    /// <summary>Writes rows for as long as this host answers for the partition.</summary>
    /// <returns>False when the log has ended.</returns>
    private async Task<bool> FollowAsync(int index, Action written, CancellationToken cancellationToken)
    {
        using var run = await OpenAsync(index, cancellationToken);
        while (await run.Reader.ReadAsync(run.Batch, cancellationToken))
        {
            if (!_share.Holds(_logs[index].Partition)) return true;
            await WriteAsync(index, run, cancellationToken);
            Volatile.Write(ref _faults[index], null);
            written();

            // What comes meanwhile is written together: one commit a second where little happens.
            if (run.Batch.Count < _options.BatchRecords / 2)
                await Task.Delay(_options.FlushInterval, _time, cancellationToken);
        }

        return false;
    }

    private async Task<OpenRun> OpenAsync(int index, CancellationToken cancellationToken)
    {
        var position = await _store.ReadPositionAsync(_logs[index].Partition, cancellationToken);
        var reader = _logs[index].OpenReader(position);
        Reach(index, position);
        if (position > 0 && reader.NextSequence > position)
            LogGap(_logger, _logs[index].Partition, position, reader.NextSequence);
        return new OpenRun(reader, new EventLogReadBatch(_options.BatchRecords), position);
    }

    /// <summary>Writes the records that were read.</summary>
    private async Task WriteAsync(int index, OpenRun run, CancellationToken cancellationToken)
    {
        var entries = LogEntries.Read(_logs[index].Partition, run.Position, run.Batch, run.Pool);
        var start = Stopwatch.GetTimestamp();
        if (await _store.WriteAsync(entries, cancellationToken) is not { } written)
        {
            throw new InvalidOperationException(
                $"Another process has written rows of partition {_logs[index].Partition} meanwhile.");
        }

        run.Position = entries.NextSequence;
        Reach(index, run.Position);
        _instruments.WriteSeconds.Record(Stopwatch.GetElapsedTime(start).TotalSeconds);
        _instruments.Exposures.Add(written.Exposures);
        _instruments.Outcomes.Add(written.Outcomes);
        _instruments.Undecodable.Add(entries.Undecodable);
    }

    // Committed, so that retention may take what is before it.
    private void Reach(int index, long position)
    {
        Volatile.Write(ref _positions[index], position);
        _holds[index].Position = position;
    }

    [LoggerMessage(
        LogLevel.Warning, "The tables for analysts take nothing of partition {Partition}; again in {Delay}")]
    private static partial void LogFailed(ILogger logger, int partition, TimeSpan delay, Exception fault);

    [LoggerMessage(
        LogLevel.Warning,
        "Retention took records {From} to {To} of partition {Partition} before they were rows for analysts")]
    private static partial void LogGap(ILogger logger, int partition, long from, long to);

    private sealed class OpenRun(IEventLogReader reader, EventLogReadBatch batch, long position) : IDisposable
    {
        public IEventLogReader Reader => reader;

        public EventLogReadBatch Batch => batch;

        public Utf8StringPool Pool { get; } = new();

        public long Position { get; set; } = position;

        public void Dispose() => reader.Dispose();
    }
}

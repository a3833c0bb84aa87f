using System.Collections.Concurrent;
using System.Text;

namespace Orleans.Embedded.Activations;

/// <summary>
/// Answers requests that take too long. Only requests that were not answered on the spot are here, and they are
/// looked at periodically, so an answer may come up to <see cref="ScanPeriod"/> after it is due.
/// </summary>
internal sealed class ResponseTimeouts : IDisposable
{
    /// <summary>How often due requests are looked for.</summary>
    public static readonly TimeSpan ScanPeriod = TimeSpan.FromMilliseconds(250);

    /// <summary>How far a chain of requests that wait for each other is followed in a report.</summary>
    private const int MaxChain = 8;

    private const int Shards = 8;

    private readonly TimeSpan _default;
    private readonly TimeProvider _time;
    private readonly Action<CallRecord, string> _onTimeout;
    private readonly TimeoutQueue[] _defaultQueues;
    private readonly ConcurrentDictionary<TimeSpan, TimeoutQueue> _otherQueues = new();
    private readonly ITimer _timer;

    public ResponseTimeouts(TimeSpan timeout, TimeProvider time, Action<CallRecord, string> onTimeout)
    {
        _default = timeout;
        _time = time;
        _onTimeout = onTimeout;
        _defaultQueues = [.. Enumerable.Range(0, Shards).Select(_ => new TimeoutQueue(Ticks(timeout)))];
        _timer = time.CreateTimer(static state => ((ResponseTimeouts)state!).Scan(), this, ScanPeriod, ScanPeriod);
    }

    public void Add(CallRecord request)
    {
        request.RecordedAt = _time.GetTimestamp();
        var queue = request.Method.ResponseTimeout is { } timeout && timeout != _default
            ? _otherQueues.GetOrAdd(timeout, static (key, self) => new TimeoutQueue(self.Ticks(key)), this)
            : _defaultQueues[Environment.CurrentManagedThreadId % Shards];
        queue.Add(request);
    }

    public void Dispose() => _timer.Dispose();

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);

    private IEnumerable<TimeoutQueue> Queues() => _defaultQueues.Concat(_otherQueues.Values);

    private void Scan()
    {
        var now = _time.GetTimestamp();
        foreach (var queue in Queues())
        {
            while (queue.PeekDue(now) is { } request)
            {
                var report = Report(request, now);
                queue.Remove(request);
                if (request.Fail(new TimeoutException(report)))
                    _onTimeout(request, report);
            }
        }
    }

    private string Report(CallRecord request, long now)
    {
        var timeout = request.Method.ResponseTimeout ?? _default;
        var text = new StringBuilder($"{request.Method} of grain {request.Target.GrainId} did not answer in {timeout}");
        if (request.Caller is { } caller)
            text.Append($" to grain {caller.GrainId}");
        text.Append('.');

        var waiting = request;
        for (var hop = 0; hop < MaxChain; hop++)
        {
            var running = waiting.HasStarted ? waiting : waiting.Target.BlockingRequest;
            if (running is null)
            {
                text.Append($" It waits for a turn of grain {waiting.Target.GrainId}.");
                break;
            }

            if (!ReferenceEquals(running, waiting))
                text.Append($" It waits behind {running.Method} of the same grain, open for {Age(running, now)}.");
            if (Queues().Select(queue => queue.FindCallOf(running.Target)).FirstOrDefault(call => call is not null)
                is not { } next)
                break;
            if (ReferenceEquals(next, request))
            {
                text.Append(" That one waits for this very request: a deadlock.");
                break;
            }

            text.Append($" {running.Method} waits for {next.Method} of grain {next.Target.GrainId}.");
            waiting = next;
        }

        return text.ToString();
    }

    private TimeSpan Age(CallRecord request, long now) => _time.GetElapsedTime(request.RecordedAt, now);
}

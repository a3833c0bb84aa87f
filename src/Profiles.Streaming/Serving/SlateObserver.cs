using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Profiles.Contracts;
using Profiles.Core.Events;
using Profiles.Core.Ranking;
using Profiles.Core.Slates;

namespace Profiles.Streaming.Serving;

/// <summary>
/// Takes served slates out of the way of requests: counts them at once; in the background writes them to the slate log,
/// follows coverage and drift, and compares with the version in the shadow. Slates beyond what waits are counted as
/// unobserved. Events that name a slate are attributed to its version and, while it is remembered, to the source.
/// </summary>
internal sealed class SlateObserver : BackgroundService
{
    private const int MaxWaiting = 8192;
    private const int MaxVersions = 64;
    private const double Fading = 0.001;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan CoverageWindow = TimeSpan.FromHours(1);

    private readonly Channel<ServedSlate> _waiting = Channel.CreateBounded<ServedSlate>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly RecentSlates _recent = new();
    private readonly ConcurrentDictionary<string, Hits> _hits = new(StringComparer.Ordinal);
    private readonly ServingInstruments _instruments;
    private readonly IContentCatalogue _catalogue;
    private readonly ISlateLog _log;
    private readonly TimeProvider _time;
    private readonly double[] _means = new double[RankingSignals.Count];
    private readonly Lock _measuring = new();
    private HashSet<int> _covered = [];
    private HashSet<int> _coveredBefore = [];
    private long _coverageSince;
    private double _meanScore;
    private bool _hasMeans;
    private ServingMoment? _last;

    public SlateObserver(
        ServingInstruments instruments, IContentCatalogue catalogue, ISlateLog log, TimeProvider time)
    {
        _instruments = instruments;
        _catalogue = catalogue;
        _log = log;
        _time = time;
        _coverageSince = time.GetTimestamp();
        instruments.Observe(this);
    }

    public double Coverage
    {
        get
        {
            lock (_measuring)
            {
                var covered = _covered.Count + _coveredBefore.Count(number => !_covered.Contains(number));
                return _catalogue.Count == 0 ? 0 : (double)covered / _catalogue.Count;
            }
        }
    }

    public double MeanScore
    {
        get
        {
            lock (_measuring) return _meanScore;
        }
    }

    public IEnumerable<Measurement<double>> HitRates() => _hits
        .Where(hits => Interlocked.Read(ref hits.Value.Impressions) > 0)
        .Select(hits => new Measurement<double>(
            (double)Interlocked.Read(ref hits.Value.Clicks) / Interlocked.Read(ref hits.Value.Impressions),
            ServingInstruments.ModelTag(hits.Key)));

    public IEnumerable<Measurement<double>> Drift()
    {
        lock (_measuring)
        {
            if (!_hasMeans || _last is not { Model: { IsTrained: true } model }) return [];
            var drift = new Measurement<double>[_means.Length];
            for (var i = 0; i < drift.Length; i++)
            {
                drift[i] = new Measurement<double>(
                    _means[i] - model.Weights.Means[i],
                    ServingInstruments.ModelTag(model.Version),
                    new KeyValuePair<string, object?>("signal", RankingSignals.Names[i]));
            }

            return drift;
        }
    }

    /// <summary>Takes a slate that is served.</summary>
    public void Offer(ServedSlate served)
    {
        var model = ServingInstruments.ModelTag(served.Slate.ModelVersion);
        _instruments.Slates.Add(1, model);
        if (served.Slate.IsCold) _instruments.ColdSlates.Add(1, model);
        if (served.Slate.IsFallback) _instruments.Fallbacks.Add(1, model);
        if (!_waiting.Writer.TryWrite(served)) _instruments.Unobserved.Add(1);
    }

    /// <summary>Takes an event that was folded.</summary>
    public void Attribute(ViewingEvent viewing)
    {
        if (viewing is not { SlateId: { } slateId, ContentId: { } contentId }) return;
        var isImpression = viewing.Type == ViewingEventType.Impression;
        var isClick = viewing.Type is ViewingEventType.Play or ViewingEventType.Complete;
        var isEnd = viewing.Type is ViewingEventType.Stop or ViewingEventType.Complete;
        if (!isImpression && !isClick && !isEnd) return;
        if (!SlateId.TryParse(slateId, out var id)) return;

        // The version is a text of the sender's: past a bound, further ones are counted together.
        var version = _hits.ContainsKey(id.ModelVersion) || _hits.Count < MaxVersions ? id.ModelVersion : "other";
        var hits = _hits.GetOrAdd(version, static _ => new Hits());
        var model = ServingInstruments.ModelTag(version);
        var number = _catalogue.Index.Numbers.TryGet(contentId, out var known) ? known : -1;
        var source = ServingInstruments.SourceTag(_recent.SourceOf(slateId, number)?.Name() ?? "unknown");
        if (isImpression)
        {
            Interlocked.Increment(ref hits.Impressions);
            _instruments.Impressions.Add(1, model, source);
        }

        if (isClick)
        {
            Interlocked.Increment(ref hits.Clicks);
            _instruments.Clicks.Add(1, model, source);
        }

        if (isEnd && viewing.PositionSeconds is { } seconds) _instruments.WatchSeconds.Add(seconds, model, source);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Ends when the writer is completed: what waits then is still written.
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (_waiting.Reader.TryRead(out var served))
            {
                _recent.Add(served.Slate);
                _log.Append(served);
                Measure(served);
                if (served.Shadow is { } viewer) Compare(served, viewer);
            }

            _log.Flush();

            // Woken for every slate, the thread would cost as much as what it does.
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private void Measure(ServedSlate served)
    {
        var sources = new int[SlateNames.Sources.Count];
        lock (_measuring)
        {
            if (_time.GetElapsedTime(_coverageSince) > CoverageWindow)
            {
                (_coveredBefore, _covered) = (_covered, []);
                _coverageSince = _time.GetTimestamp();
            }

            if (_last?.Model != served.Serving.Model) _hasMeans = false;
            _last = served.Serving;
            var items = served.Slate.Items;
            for (var i = 0; i < items.Length; i++)
            {
                sources[(int)items[i].Source]++;
                _covered.Add(items[i].Number);
                var row = served.Slate.Rows.AsSpan().Slice(i * RankingSignals.RowLength, RankingSignals.Count);
                var share = _hasMeans ? Fading : 1;
                for (var signal = 0; signal < row.Length; signal++)
                    _means[signal] += share * (row[signal] - _means[signal]);
                _meanScore += share * (items[i].Score - _meanScore);
                _hasMeans = true;
            }
        }

        for (var source = 0; source < sources.Length; source++)
        {
            if (sources[source] == 0) continue;
            _instruments.Items.Add(
                sources[source], ServingInstruments.ModelTag(served.Slate.ModelVersion),
                ServingInstruments.SourceTag(SlateNames.Sources[source]));
        }
    }

    private void Compare(ServedSlate served, Viewer viewer)
    {
        var shadow = served.Serving.Shadow!;
        if (served.Slate.Items.Length < 2) return;
        var (overlap, distance) = ShadowComparison.Compare(served, shadow, viewer);
        _instruments.ShadowSlates.Add(1, ServingInstruments.ModelTag(shadow.Model.Version));
        _instruments.ShadowOverlap.Record(overlap, ServingInstruments.ModelTag(shadow.Model.Version));
        _instruments.ShadowDistance.Record(distance, ServingInstruments.ModelTag(shadow.Model.Version));
    }

    private sealed class Hits
    {
        public long Impressions;
        public long Clicks;
    }
}

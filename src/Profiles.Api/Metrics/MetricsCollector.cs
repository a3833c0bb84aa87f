using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace Profiles.Api.Metrics;

/// <summary>Listens to every meter of the process from before the first hosted service starts.</summary>
internal sealed class MetricsCollector : IHostedLifecycleService, IDisposable
{
    /// <summary>The most instruments; later ones are not listened to.</summary>
    public const int MaxInstruments = 2000;

    // Instruments of the same meter and name share their series: several hosts in one process add up.
    private readonly ConcurrentDictionary<(string Meter, string Name), MetricInstrument> _instruments = new();
    private readonly MeterListener _listener = new();
    private readonly Lock _scraping = new();
    private long _scrape;

    public MetricsCollector()
    {
        _listener.InstrumentPublished = OnPublished;
        Listen<byte>(value => value);
        Listen<short>(value => value);
        Listen<int>(value => value);
        Listen<long>(value => value);
        Listen<float>(value => value);
        Listen<double>(value => value);
        Listen<decimal>(value => (double)value);
    }

    /// <summary>Writes what every meter says now.</summary>
    public void Write(IBufferWriter<byte> destination)
    {
        lock (_scraping)
        {
            _scrape++;
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException)
            {
                // An observer that throws has reported nothing; the series it did not report are left out below.
            }

            new PrometheusText(destination).Write(_instruments.Values, _scrape);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();

    private void Listen<T>(Func<T, double> number)
        where T : struct =>
        _listener.SetMeasurementEventCallback<T>((_, value, tags, state) =>
            ((MetricInstrument)state!).Measure(number(value), tags, Volatile.Read(ref _scrape)));

    private void OnPublished(Instrument instrument, MeterListener listener)
    {
        if (_instruments.Count >= MaxInstruments || KindOf(instrument) is not { } kind) return;
        var series = _instruments.GetOrAdd(
            (instrument.Meter.Name, instrument.Name), _ => new MetricInstrument(instrument, kind));
        listener.EnableMeasurementEvents(instrument, series);
    }

    private static MetricKind? KindOf(Instrument instrument)
    {
        var type = instrument.GetType();
        if (!type.IsGenericType) return null;
        var shape = type.GetGenericTypeDefinition();
        if (shape == typeof(Counter<>)) return MetricKind.Counter;
        if (shape == typeof(ObservableCounter<>)) return MetricKind.ObservedCounter;
        if (shape == typeof(UpDownCounter<>)) return MetricKind.UpDownCounter;
        if (shape == typeof(Histogram<>)) return MetricKind.Histogram;
        if (shape == typeof(Gauge<>) || shape == typeof(ObservableGauge<>)) return MetricKind.Gauge;
        return shape == typeof(ObservableUpDownCounter<>) ? MetricKind.Gauge : null;
    }
}

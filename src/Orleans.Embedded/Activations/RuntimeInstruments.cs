using System.Diagnostics.Metrics;

namespace Orleans.Embedded.Activations;

/// <summary>The instruments of a silo, under the names that Orleans gives them.</summary>
internal sealed class RuntimeInstruments : IDisposable
{
    private readonly Meter _meter = new("Microsoft.Orleans");

    public RuntimeInstruments(GrainRuntime runtime)
    {
        Created = _meter.CreateCounter<long>("orleans-catalog-activation-created");
        Destroyed = _meter.CreateCounter<long>("orleans-catalog-activation-destroyed");
        Failed = _meter.CreateCounter<long>("orleans-catalog-activation-failed-to-activate");
        Collections = _meter.CreateCounter<long>("orleans-catalog-activation-collections");
        TimedOut = _meter.CreateCounter<long>("orleans-app-requests-timedout");
        ReminderTicks = _meter.CreateCounter<long>("orleans-reminders-ticks-delivered");
        StorageReadErrors = _meter.CreateCounter<long>("orleans-storage-read-errors");
        StorageWriteErrors = _meter.CreateCounter<long>("orleans-storage-write-errors");
        StorageClearErrors = _meter.CreateCounter<long>("orleans-storage-clear-errors");
        _meter.CreateObservableGauge(
            "orleans-catalog-activations", () => runtime.Classes.Sum(grain => grain.CountActivations()));
        _meter.CreateObservableUpDownCounter(
            "orleans-grains",
            () => runtime.Classes.Select(grain => new Measurement<int>(
                grain.CountActivations(), new KeyValuePair<string, object?>("type", grain.Type.FullName))));
    }

    public Counter<long> Created { get; }

    public Counter<long> Destroyed { get; }

    public Counter<long> Failed { get; }

    public Counter<long> Collections { get; }

    public Counter<long> TimedOut { get; }

    public Counter<long> ReminderTicks { get; }

    public Counter<long> StorageReadErrors { get; }

    public Counter<long> StorageWriteErrors { get; }

    public Counter<long> StorageClearErrors { get; }

    public void Dispose() => _meter.Dispose();
}

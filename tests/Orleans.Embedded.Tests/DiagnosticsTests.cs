using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Diagnostics;
using Orleans.Embedded.Activations;
using Orleans.Embedded.Tests.Grains;
using Orleans.Hosting;

namespace Orleans.Embedded.Tests;

public sealed class DiagnosticsTests
{
    [Fact]
    public async Task Meter_WhenGrainsLive_CountsThemUnderTheNamesOfOrleans()
    {
        var measured = new Dictionary<string, double>();
        await using var silo = await TestSilo.StartAsync();
        var instruments = silo.Services.GetRequiredService<GrainRuntime>().Instruments;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            // Other tests have silos of their own in this process.
            if (ReferenceEquals(instrument.Meter, instruments.Created.Meter))
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument, value));
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Add(instrument, value));
        listener.Start();

        await silo.Grains.GetGrain<ITurnGrain>("a").TouchAsync();
        await silo.Grains.GetGrain<ITurnGrain>("b").TouchAsync();
        await silo.Grains.GetGrain<ITurnGrain>("b").DeactivateAsync();
        await silo.Grains.GetGrain<ITurnGrain>("b").TouchAsync();
        listener.RecordObservableInstruments();

        Assert.Equal("Microsoft.Orleans", instruments.Created.Meter.Name);
        Assert.Equal(3, measured["orleans-catalog-activation-created"]);
        Assert.Equal(1, measured["orleans-catalog-activation-destroyed"]);
        Assert.Equal(2, measured["orleans-catalog-activations"]);
        Assert.Equal(2, measured["orleans-grains"]);

        void Add(Instrument instrument, double value)
        {
            lock (measured)
                measured[instrument.Name] = measured.GetValueOrDefault(instrument.Name) + value;
        }
    }

    [Fact]
    public async Task Activities_WhenPropagationIsAdded_AreMadeOfEachCall()
    {
        var made = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ActivitySources.ApplicationGrainActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = made.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var silo = await TestSilo.StartAsync(builder => builder.AddActivityPropagation());

        await silo.Grains.GetGrain<ITurnGrain>("traced").IncrementAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => silo.Grains.GetGrain<ITurnGrain>("traced").ThrowAsync("failed"));

        Assert.Equal(["ITurnGrain/IncrementAsync", "ITurnGrain/ThrowAsync"], made.Select(a => a.DisplayName));
        Assert.Equal(ActivityStatusCode.Error, made[1].Status);
        Assert.Equal("turn/traced", made[0].GetTagItem("orleans.rpc.target_id"));
    }
}

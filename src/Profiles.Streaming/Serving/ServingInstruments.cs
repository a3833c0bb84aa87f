using System.Diagnostics.Metrics;

namespace Profiles.Streaming.Serving;

/// <summary>What serving measures. Names are stable; a version of the model is a label.</summary>
internal sealed class ServingInstruments
{
    private readonly Meter _meter;

    public ServingInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(StreamingInstruments.MeterName);
        Slates = _meter.CreateCounter<long>("profiles.slates.served", "{slate}", "Slates served.");
        ColdSlates = _meter.CreateCounter<long>(
            "profiles.slates.cold", "{slate}", "Slates for viewers of whom nothing was known.");
        Fallbacks = _meter.CreateCounter<long>(
            "profiles.slates.fallback", "{slate}", "Slates that popular contents filled.");
        Items = _meter.CreateCounter<long>("profiles.slates.items", "{content}", "Contents in slates, by source.");
        Unobserved = _meter.CreateCounter<long>(
            "profiles.slates.unobserved", "{slate}", "Slates served that were neither logged nor measured.");
        Unlogged = _meter.CreateCounter<long>(
            "profiles.slates.unlogged", "{slate}", "Slates that the disk did not take.");
        Impressions = _meter.CreateCounter<long>(
            "profiles.slates.impressions", "{event}", "Impressions that name a slate.");
        Clicks = _meter.CreateCounter<long>(
            "profiles.slates.clicks", "{event}", "Plays and completes that name a slate.");
        WatchSeconds = _meter.CreateCounter<double>(
            "profiles.slates.watched", "s", "How far contents of slates were watched, where a stop or complete says.");
        ModelSwaps = _meter.CreateCounter<long>(
            "profiles.model.swaps", "{swap}", "How often another version began to serve.");
        ModelRefusals = _meter.CreateCounter<long>(
            "profiles.model.refused", "{version}", "Versions that were to serve and could not.");
        ShadowSlates = _meter.CreateCounter<long>(
            "profiles.shadow.slates", "{slate}", "Slates that the version in the shadow scored too.");
        ShadowOverlap = _meter.CreateHistogram<double>(
            "profiles.shadow.overlap", "1", "The share of the first ten that both versions have.");
        ShadowDistance = _meter.CreateHistogram<double>(
            "profiles.shadow.distance", "1", "How many places apart the versions put a content, on average.");
    }

    public Counter<long> Slates { get; }

    public Counter<long> ColdSlates { get; }

    public Counter<long> Fallbacks { get; }

    public Counter<long> Items { get; }

    public Counter<long> Unobserved { get; }

    public Counter<long> Unlogged { get; }

    public Counter<long> Impressions { get; }

    public Counter<long> Clicks { get; }

    public Counter<double> WatchSeconds { get; }

    public Counter<long> ModelSwaps { get; }

    public Counter<long> ModelRefusals { get; }

    public Counter<long> ShadowSlates { get; }

    public Histogram<double> ShadowOverlap { get; }

    public Histogram<double> ShadowDistance { get; }

    public static KeyValuePair<string, object?> ModelTag(string version) => new("model", version);

    public static KeyValuePair<string, object?> SourceTag(string source) => new("source", source);

    /// <summary>What is worked out from many slates, read when somebody looks.</summary>
    public void Observe(SlateObserver observer)
    {
        _meter.CreateObservableGauge(
            "profiles.slates.coverage", () => observer.Coverage, "1",
            "The share of the catalogue that slates of the last hour or two showed.");
        _meter.CreateObservableGauge(
            "profiles.slates.hit_rate", observer.HitRates, "1",
            "Clicks an impression, since the process started.");
        _meter.CreateObservableGauge(
            "profiles.model.drift", observer.Drift, "1",
            "How far the mean of a signal of what is served is from the mean that the model was fitted on.");
        _meter.CreateObservableGauge(
            "profiles.slates.score", () => observer.MeanScore, "1", "The mean score of what is served, fading.");
    }
}

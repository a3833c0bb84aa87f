using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Profiles.Contracts;
using Profiles.Core.Models;
using Profiles.Storage;
using Profiles.Storage.Models;

namespace Profiles.Streaming.Serving;

/// <summary>
/// Looks each second which version is to serve, opens it beside the one that does, and swaps. One that is refused is
/// named, and the one that serves goes on.
/// </summary>
internal sealed partial class ModelWatcher : BackgroundService, IModels
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ModelStore _store;
    private readonly ServingState _serving;
    private readonly ServingInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _looking = new();
    private ModelStates _states = ModelStates.None;
    private bool _hasLooked;
    private volatile string? _fault;

    public ModelWatcher(
        ModelStore store, ServingState serving, ServingInstruments instruments, TimeProvider time,
        ILogger<ModelWatcher> logger)
    {
        _store = store;
        _serving = serving;
        _instruments = instruments;
        _time = time;
        _logger = logger;
    }

    /// <summary>Why the promoted version or the shadow does not serve; null where all is well.</summary>
    public string? Fault => _fault;

    public ModelStatus Read()
    {
        lock (_looking)
        {
            Look();
            return Status();
        }
    }

    public ModelAnswer Promote(string version, bool isForced) => Change(store => store.Promote(version, isForced));

    public ModelAnswer Rollback() => Change(store => store.Rollback());

    public ModelAnswer SetShadow(string? version) => Change(store => store.SetShadow(version));

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first request: what serves is what was promoted, if it can be used.
        lock (_looking) Look();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Interval, _time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            lock (_looking) Look();
        }
    }

    private ModelAnswer Change(Func<ModelStore, ModelChange> change)
    {
        lock (_looking)
        {
            var made = change(_store);
            if (made.IsDone) LogChanged(_logger, made.Reason);
            Look();
            return new ModelAnswer(made.IsDone, made.Reason, Status());
        }
    }

    private void Look()
    {
        try
        {
            var states = _store.ReadStates();
            var isSame = _hasLooked && states.Current == _states.Current && states.Shadow == _states.Shadow;
            _hasLooked = true;
            if (isSame && _fault is null) return;
            _states = states;
            Use(states);
        }
        catch (Exception exception)
            when (exception is StorageCorruptException or UnsupportedFormatException or StorageUnavailableException
                or IOException or UnauthorizedAccessException)
        {
            Refuse(_store.Name, exception.Message);
        }
    }

    private void Use(ModelStates states)
    {
        var current = _serving.Current;
        string? fault = null;
        var model = Open(states.Current, current.Model, ref fault) ?? current.Model;
        var shadow = states.Shadow is null ? null : Open(states.Shadow, current.Shadow?.Model, ref fault);
        if (!ReferenceEquals(model, current.Model) || !ReferenceEquals(shadow, current.Shadow?.Model))
        {
            _serving.Use(model, shadow);
            _instruments.ModelSwaps.Add(1);
            LogServing(_logger, model.Version, shadow?.Version ?? "none");
        }

        _fault = fault;
    }

    /// <returns>Null where the version is refused.</returns>
    private RankingModel? Open(string? version, RankingModel? known, ref string? fault)
    {
        if (version is null) return RankingModel.Untrained;
        if (known is { IsTrained: true } && known.Version == version) return known;
        try
        {
            return _store.Open(version);
        }
        catch (ModelRefusedException refusal)
        {
            fault = $"the model {version} is refused: {refusal.Message}";
            Refuse(version, refusal.Message);
            return null;
        }
    }

    private void Refuse(string what, string reason)
    {
        var fault = $"the model {what} is refused: {reason}";
        if (_fault == fault) return;
        _fault = fault;
        _instruments.ModelRefusals.Add(1);
        LogRefused(_logger, what, reason);
    }

    private ModelStatus Status() => new(
        _serving.Current.Model.Version, _states.Current, [.. _states.Previous], _serving.Current.Shadow?.Model.Version,
        _fault, [.. _store.List().Select(version => new ModelListing(
            version.Version, version.Manifest?.CreatedAt, version.Manifest?.Events ?? 0, version.Manifest?.Items ?? 0,
            version.Manifest?.Dimensions ?? 0,
            (version.Manifest?.Metrics ?? new Dictionary<string, double>()).ToImmutableSortedDictionary(),
            version.Refusal?.Message))]);

    [LoggerMessage(LogLevel.Information, "The model {Version} serves; in its shadow: {Shadow}")]
    private static partial void LogServing(ILogger logger, string version, string shadow);

    [LoggerMessage(LogLevel.Information, "The versions of the model changed: {Reason}")]
    private static partial void LogChanged(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Error, "The model {Version} is refused, what serves goes on: {Reason}")]
    private static partial void LogRefused(ILogger logger, string version, string reason);
}

using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Profiles.Contracts.Experiments;
using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Experiments.Planning;
using Profiles.Storage;
using Profiles.Storage.Experiments;
using Profiles.Storage.Postgres;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Experiments;

/// <summary>
/// The experiments over their store. One change at a time; readers see the plan before it or the plan after it. Where a
/// schedule starts, grows or stops something, a new plan of the same version takes over.
/// </summary>
internal sealed partial class ExperimentHost : BackgroundService, IExperiments, IStoreCopy
{
    private const int FormatVersion = 1;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly IExperimentStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<ExperimentHost> _logger;
    private readonly SemaphoreSlim _changing = new(1);
    private volatile ExperimentPlan _plan;

    public ExperimentHost(
        IExperimentStore store, TimeProvider time, ILogger<ExperimentHost> logger)
    {
        _store = store;
        _time = time;
        _logger = logger;
        _plan = Load();
    }

    public event Action<ExperimentPlan>? Changed;

    public ExperimentPlan Current => _plan;

    string IStoreCopy.Kind => SharedChanges.Experiments;

    long IStoreCopy.Version => _plan.Version;

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public async ValueTask<ExperimentPlan> ChangeAsync(
        string actor, string action, Func<ExperimentSet, ExperimentSet?> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                var before = _plan.Set;
                if (change(before) is not { } after || ReferenceEquals(before, after)) return _plan;
                var changes = ExperimentChanges.Between(before, after, _time.GetUtcNow(), actor, action);
                if (changes.Count == 0) return _plan;
                var version = _plan.Version + 1;
                var plan = ExperimentPlan.Compile(after, version, NowMs);
                if (_store.TryWrite(new ExperimentDocument(version, Write(after)), changes))
                {
                    Use(plan);
                    return plan;
                }

                // Another host was first: the change is made to what it has left.
                Use(Load());
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    public async ValueTask CatchUpAsync(CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            Use(Load());
        }
        finally
        {
            _changing.Release();
        }
    }

    public IReadOnlyList<ExperimentAudit> ReadAudit(string? kind, string? key, long? beforeId, int limit) =>
        _store.ReadAudit(kind, key, beforeId, limit);

    public override void Dispose()
    {
        _changing.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(LongestWait, _time, stoppingToken);
                if (_plan.NextChangeUnixMs <= NowMs) await FollowScheduleAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static byte[] Write(ExperimentSet set)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteNumber("formatVersion"u8, FormatVersion);
            writer.WritePropertyName("set"u8);
            ExperimentJson.Write(writer, set);
            writer.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    private async Task FollowScheduleAsync(CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            Use(ExperimentPlan.Compile(_plan.Set, _plan.Version, NowMs));
            LogScheduled(_logger, _plan.Version);
        }
        finally
        {
            _changing.Release();
        }
    }

    private void Use(ExperimentPlan plan)
    {
        _plan = plan;
        Changed?.Invoke(plan);
    }

    private ExperimentPlan Load()
    {
        var (set, version) = ReadSet();
        var plan = ExperimentPlan.Compile(set, version, NowMs);
        foreach (var experiment in plan.Experiments)
            if (!experiment.Problems.IsEmpty)
                LogRefused(_logger, experiment.Key, experiment.Problems[0].Path, experiment.Problems[0].Remedy);
        return plan;
    }

    private (ExperimentSet Set, long Version) ReadSet()
    {
        if (_store.Read() is not { } document) return (ExperimentSet.Empty, 0);
        try
        {
            using var json = JsonDocument.Parse(document.Body);
            var format = json.RootElement.GetProperty("formatVersion").GetInt32();
            if (format > FormatVersion) throw new UnsupportedFormatException(_store.Name, format, FormatVersion);
            var errors = new List<ExperimentError>();
            return ExperimentJson.ReadSet(json.RootElement.GetProperty("set"), errors) is { } set
                ? (set, document.Version)
                : throw new StorageCorruptException(_store.Name, 0, $"{errors[0].Path}: {errors[0].Remedy}");
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new StorageCorruptException(_store.Name, 0, fault.Message, fault);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Experiment {Experiment} assigns nobody: at {Path}, {Remedy}")]
    private static partial void LogRefused(ILogger logger, string experiment, string path, string remedy);

    [LoggerMessage(LogLevel.Information, "A schedule changed the plan of experiments, version {Version}")]
    private static partial void LogScheduled(ILogger logger, long version);
}

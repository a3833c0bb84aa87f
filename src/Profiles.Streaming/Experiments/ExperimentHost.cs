using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Profiles.Contracts.Experiments;
using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Experiments.Planning;
using Profiles.Storage;
using Profiles.Storage.Experiments;

namespace Profiles.Streaming.Experiments;

/// <summary>
/// The experiments over their file. One change at a time; readers see the plan before it or the plan after it. Where a
/// schedule starts, grows or stops something, a new plan of the same version takes over.
/// </summary>
internal sealed partial class ExperimentHost : BackgroundService, IExperiments
{
    private const int FormatVersion = 1;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly ExperimentStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<ExperimentHost> _logger;
    private readonly SemaphoreSlim _changing = new(1);
    private readonly string _path;
    private volatile ExperimentPlan _plan;

    public ExperimentHost(
        ExperimentStore store, DataFolder folder, TimeProvider time, ILogger<ExperimentHost> logger)
    {
        _store = store;
        _time = time;
        _logger = logger;
        _path = folder.ExperimentsFile;
        var (set, version) = Load();
        _plan = ExperimentPlan.Compile(set, version, NowMs);
        foreach (var experiment in _plan.Experiments)
            if (!experiment.Problems.IsEmpty)
                LogRefused(_logger, experiment.Key, experiment.Problems[0].Path, experiment.Problems[0].Remedy);
    }

    public event Action<ExperimentPlan>? Changed;

    public ExperimentPlan Current => _plan;

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public async ValueTask<ExperimentPlan> ChangeAsync(
        string actor, string action, Func<ExperimentSet, ExperimentSet?> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var before = _plan.Set;
            if (change(before) is not { } after || ReferenceEquals(before, after)) return _plan;
            var changes = ExperimentChanges.Between(before, after, _time.GetUtcNow(), actor, action);
            if (changes.Count == 0) return _plan;
            var version = _plan.Version + 1;
            var plan = ExperimentPlan.Compile(after, version, NowMs);
            _store.Write(new ExperimentDocument(version, Write(after)), changes);
            Use(plan);
            return plan;
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

    private (ExperimentSet Set, long Version) Load()
    {
        if (_store.Read() is not { } document) return (ExperimentSet.Empty, 0);
        try
        {
            using var json = JsonDocument.Parse(document.Body);
            var format = json.RootElement.GetProperty("formatVersion").GetInt32();
            if (format > FormatVersion) throw new UnsupportedFormatException(_path, format, FormatVersion);
            var errors = new List<ExperimentError>();
            return ExperimentJson.ReadSet(json.RootElement.GetProperty("set"), errors) is { } set
                ? (set, document.Version)
                : throw new StorageCorruptException(_path, 0, $"{errors[0].Path}: {errors[0].Remedy}");
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new StorageCorruptException(_path, 0, fault.Message, fault);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Experiment {Experiment} assigns nobody: at {Path}, {Remedy}")]
    private static partial void LogRefused(ILogger logger, string experiment, string path, string remedy);

    [LoggerMessage(LogLevel.Information, "A schedule changed the plan of experiments, version {Version}")]
    private static partial void LogScheduled(ILogger logger, long version);
}

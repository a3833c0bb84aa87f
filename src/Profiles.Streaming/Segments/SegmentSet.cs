using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Profiles.Contracts;
using Profiles.Core.Conditions;
using Profiles.Core.Segments;
using Profiles.Storage;
using Profiles.Storage.Postgres;
using Profiles.Storage.Segments;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Segments;

/// <summary>
/// The segments over their store. One change at a time; readers see the plan before it or the plan after it.
/// </summary>
internal sealed partial class SegmentSet : ISegments, IStoreCopy, IHostedService, IDisposable
{
    private const int FormatVersion = 1;

    private readonly ISegmentStore _store;
    private readonly ILogger<SegmentSet> _logger;
    private readonly SemaphoreSlim _changing = new(1);
    private volatile SegmentPlan _plan;

    public SegmentSet(ISegmentStore store, ILogger<SegmentSet> logger)
    {
        _store = store;
        _logger = logger;
        _plan = Load();
    }

    public SegmentPlan Current => _plan;

    string IStoreCopy.Kind => SharedChanges.Segments;

    long IStoreCopy.Version => _plan.Version;

    // It was read when it was made: one that is damaged stops the start.
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask<SegmentPlan> ReplaceAsync(
        ImmutableArray<Segment> segments, CancellationToken cancellationToken) =>
        (await ChangeAsync(_ => segments, cancellationToken))!;

    public ValueTask<SegmentPlan?> PutAsync(Segment segment, CancellationToken cancellationToken) => ChangeAsync(
        segments =>
        {
            var others = Without(segments, segment.Definition.Key);
            return others.Length < SegmentLimits.MaxSegments ? others.Add(segment) : null;
        },
        cancellationToken);

    public ValueTask<SegmentPlan?> RemoveAsync(string key, CancellationToken cancellationToken) => ChangeAsync(
        segments => Without(segments, key) is var others && others.Length < segments.Length ? others : null,
        cancellationToken);

    public async ValueTask CatchUpAsync(CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            _plan = Load();
        }
        finally
        {
            _changing.Release();
        }
    }

    public void Dispose() => _changing.Dispose();

    private static ImmutableArray<Segment> Without(ImmutableArray<Segment> segments, string key) =>
        segments.RemoveAll(segment => segment.Definition.Key == key);

    private static byte[] Write(SegmentPlan plan)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("formatVersion"u8, FormatVersion);
            writer.WriteNumber("version"u8, plan.Version);
            writer.WriteStartArray("segments"u8);
            foreach (var segment in plan.Segments) SegmentJson.Write(writer, segment.Definition);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    private async ValueTask<SegmentPlan?> ChangeAsync(
        Func<ImmutableArray<Segment>, ImmutableArray<Segment>?> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                if (change(_plan.Segments) is not { } segments) return null;
                var plan = new SegmentPlan(_plan.Version + 1, segments);
                if (_store.TryWrite(plan.Version, Write(plan))) return _plan = plan;

                // Another host was first: the change is made to what it has left.
                _plan = Load();
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    private SegmentPlan Load()
    {
        if (_store.Read() is not { } bytes) return SegmentPlan.Empty;
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            var format = root.GetProperty("formatVersion").GetInt32();
            if (format > FormatVersion) throw new UnsupportedFormatException(_store.Name, format, FormatVersion);
            return new SegmentPlan(
                root.GetProperty("version").GetInt64(),
                [.. root.GetProperty("segments").EnumerateArray().Select(Compile)]);
        }
        catch (Exception fault)
            when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new StorageCorruptException(_store.Name, 0, fault.Message, fault);
        }
    }

    /// <summary>What this build refuses is kept, and holds nobody: an upgrade must not stop the start.</summary>
    private Segment Compile(JsonElement json)
    {
        var errors = new List<ConditionError>();
        if (SegmentJson.Read(json, string.Empty, null, errors) is { } segment) return segment;

        var key = json.GetProperty("key").GetString()!;
        LogRefused(_logger, key, errors[0].Path, errors[0].Remedy);
        var definition = new SegmentDefinition(
            key, json.GetProperty("name").GetString()!, json.GetProperty("description").GetString()!,
            json.GetProperty("when").Clone());
        return new Segment(definition, Condition.Never) { Problems = [.. errors] };
    }
}

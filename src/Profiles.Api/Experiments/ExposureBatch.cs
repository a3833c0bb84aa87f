using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Profiles.Api.Http;
using Profiles.Contracts;
using Profiles.Contracts.Experiments;
using Profiles.Core.Events;
using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Experiments.Exposures;
using Profiles.Core.Experiments.Planning;
using Profiles.Core.Units;

namespace Profiles.Api.Experiments;

/// <summary>Takes exposures that clients saw: those that are right are logged, the others named.</summary>
internal sealed class ExposureBatch
{
    /// <summary>The most exposures of one request.</summary>
    public const int Max = 10_000;

    private const int MaxBytes = 8 * 1024 * 1024;
    private const int MaxIdLength = 256;

    private readonly ExperimentPlan _plan;
    private readonly string _tenant;
    private readonly long _nowMs;
    private readonly List<UnitAppend> _exposures = [];
    private readonly List<EventRejection> _rejected = [];

    private ExposureBatch(ExperimentPlan plan, string tenant, long nowMs)
    {
        _plan = plan;
        _tenant = tenant;
        _nowMs = nowMs;
    }

    /// <summary>Answers <c>POST /v1/exposures</c>.</summary>
    public static async Task PostAsync(
        HttpContext context, IExperiments experiments, IEventIngestion ingestion, TimeProvider time)
    {
        var batch = new ExposureBatch(
            experiments.Current, Tenancy.TenantOf(context), time.GetUtcNow().ToUnixTimeMilliseconds());
        var (problem, bodyProblem) = await JsonDocumentBody.ReadAsync(context, MaxBytes, batch.Read);
        if ((problem ?? bodyProblem) is { } refused)
        {
            await refused.ExecuteAsync(context);
            return;
        }

        // The log knows each by its key, so no grain need be asked: one append, whosever they are. What was begun is
        // finished, whether the client stays or not.
        var result = batch._exposures.Count == 0
            ? new IngestionResult(0, 0, ReadToken.Empty)
            : await ingestion.ExposeAsync(batch._exposures, CancellationToken.None);
        await BatchAnswers.SendAsync(
            context, StatusCodes.Status202Accepted, result.Accepted, result.Duplicates, batch._rejected, token: null);
    }

    private Problem? Read(JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.Object)
        {
            Read(body, 0);
            return null;
        }

        if (body.ValueKind != JsonValueKind.Array)
            return new Problem(StatusCodes.Status400BadRequest, "json", "Send an exposure or an array of them.");
        if (body.GetArrayLength() > Max)
            return new Problem(
                StatusCodes.Status400BadRequest, "too_many", $"Send at most {Max} exposures at once.");
        var index = 0;
        foreach (var item in body.EnumerateArray()) Read(item, index++);
        return null;
    }

    private void Read(JsonElement json, int index)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Reject(index, "json", "It is no object.");
            return;
        }

        var fields = ExposureFields.Of(json);
        var (user, device) = (Text(fields.UserId), Text(fields.DeviceId));
        if (user is null == device is null)
            Reject(index, "unit", "Give either 'userId' or 'deviceId', of 1 to 256 characters.");
        else if (Text(fields.Experiment) is not { } key || _plan.Find(key) is not { } experiment)
            Reject(index, "experiment", "There is no experiment of this key that was ever started.");
        else if (Text(fields.Variant) is not { } variant || experiment.Definition.IndexOf(variant) < 0)
            Reject(
                index, "variant",
                $"Write one of {string.Join(", ", experiment.Definition.Variants.Select(of => of.Key))}.");
        else if (!TryTime(fields.OccurredAt, out var time))
            Reject(index, "occurredAt", "Write a time as RFC 3339 has it, not in the future.");
        else if (!TryBucketVersion(fields.BucketVersion, experiment, out var bucketVersion))
            Reject(index, "bucketVersion", $"Write a whole number up to {experiment.Definition.BucketVersion}.");
        else if (!TryDimensions(fields.Dimensions, out var dimensions))
            Reject(
                index, "dimensions",
                $"Write at most {Exposure.MaxDimensions} texts of at most {Exposure.MaxDimensionLength} characters.");
        else
        {
            var unit = user is not null ? UnitKey.User(_tenant, user) : UnitKey.Device(_tenant, device!);
            _exposures.Add(UnitFold.Expose(unit, new Exposure
            {
                Experiment = key, Variant = variant, BucketVersion = bucketVersion, OccurredAtUnixMs = time,
                HashAttribute = Text(fields.HashAttribute) ?? experiment.Definition.HashAttribute,
                HashValue = Text(fields.HashValue) ?? unit.Id, PlanVersion = _plan.Version,
                SlateId = Text(fields.SlateId), Dimensions = dimensions,
            }));
        }
    }

    private void Reject(int index, string code, string reason) =>
        _rejected.Add(new EventRejection(index, code, reason));

    private static string? Text(JsonElement value) =>
        TextOf(value) is { Length: > 0 and <= MaxIdLength } text
        && !text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.AsSpan().ContainsAnyInRange('\u007f', '\u009f')
            ? text
            : null;

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, as JavaScript's texts may have.
            return null;
        }
    }

    private bool TryTime(JsonElement value, out long time)
    {
        time = _nowMs;
        if (value.ValueKind == JsonValueKind.Undefined) return true;
        if (value.ValueKind != JsonValueKind.String || !value.TryGetDateTimeOffset(out var at)) return false;
        time = at.ToUnixTimeMilliseconds();
        return time <= _nowMs + (long)TimeSpan.FromMinutes(5).TotalMilliseconds;
    }

    private static bool TryBucketVersion(JsonElement value, PlannedExperiment experiment, out int version)
    {
        version = experiment.Definition.BucketVersion;
        return value.ValueKind == JsonValueKind.Undefined
            || (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out version)
                && version >= 0 && version <= experiment.Definition.BucketVersion);
    }

    private static bool TryDimensions(
        JsonElement value, out ImmutableArray<KeyValuePair<string, string>> dimensions)
    {
        dimensions = [];
        if (value.ValueKind == JsonValueKind.Undefined) return true;
        if (value.ValueKind != JsonValueKind.Object) return false;
        var read = new SortedList<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var member in value.EnumerateObject())
            {
                if (TextOf(member.Value) is not { } text || read.Count > Exposure.MaxDimensions) return false;
                read[member.Name] = text;
            }
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair in a name.
            return false;
        }

        dimensions = [.. read];
        return read.Count <= Exposure.MaxDimensions && read.All(of =>
            of.Key.Length is > 0 and <= Exposure.MaxDimensionLength
            && of.Value.Length <= Exposure.MaxDimensionLength);
    }
}

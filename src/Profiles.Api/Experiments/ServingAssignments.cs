using System.Collections.Immutable;
using System.Text.Json;
using Orleans;
using Profiles.Contracts;
using Profiles.Contracts.Experiments;
using Profiles.Core.Experiments.Exposures;
using Profiles.Core.Slates;
using Profiles.Core.Units;

namespace Profiles.Api.Experiments;

/// <summary>
/// What experiments make of one slate: parameters whose names begin with <c>serving.</c>. Their variants take effect
/// with the slate, so they are exposed, durably, before it is answered.
/// </summary>
internal sealed class ServingAssignments
{
    private const string Prefix = "serving.";

    private readonly IAssignmentGrain _grain;
    private readonly AssignmentAnswer _answer;
    private readonly ImmutableArray<VariantAnswer> _effective;

    private ServingAssignments(IAssignmentGrain grain, AssignmentAnswer answer)
    {
        _grain = grain;
        _answer = answer;
        var experiments = answer.Parameters.Where(IsServing).Select(parameter => parameter.Experiment).ToHashSet();
        _effective = [.. answer.Variants.Where(of => of.Variant is not null && experiments.Contains(of.Experiment))];
    }

    /// <summary>The variants that take effect.</summary>
    public IEnumerable<(string Experiment, string Variant)> Variants =>
        _effective.Select(of => (of.Experiment, of.Variant!));

    /// <summary>How front ends are to lay the slate out; null where no experiment says.</summary>
    public string? Layout => TextOf("serving.layout");

    /// <summary>The unit's assignments; null where no experiment that runs concerns slates.</summary>
    public static async ValueTask<ServingAssignments?> OfAsync(
        UnitKey unit, IGrainFactory grains, IExperiments experiments)
    {
        var concerns = experiments.Current.Experiments.Any(experiment => experiment.IsRunning
            && experiment.ParameterNames.Any(name => name.StartsWith(Prefix, StringComparison.Ordinal)));
        if (!concerns) return null;
        var grain = grains.GetGrain<IAssignmentGrain>(unit.ToGrainKey());
        return new ServingAssignments(grain, await grain.AssignAsync(new AssignmentRequest(default)));
    }

    /// <summary>The request as the variants have it. What the caller asks for by name stands before them.</summary>
    public NextRequest Apply(NextRequest request) => request with
    {
        ModelVersion = request.ModelVersion ?? TextOf("serving.model"),
        Tuning = new SlateTuning(
            (float?)NumberOf("serving.relevance", 0, 1), (float?)NumberOf("serving.exploration", 0, 0.5),
            (int?)NumberOf("serving.maxOfSeries", 1, SlateRequest.MaxLimit)),
    };

    /// <summary>Logs that the variants took effect in a slate.</summary>
    public async ValueTask ExposeAsync(Slate slate, NextRequest request, long atUnixMs)
    {
        var exposures = _effective.Where(of => of.IsExposure).Select(of => new Exposure
        {
            Experiment = of.Experiment,
            Variant = of.Variant!,
            BucketVersion = of.BucketVersion,
            OccurredAtUnixMs = atUnixMs,
            HashAttribute = of.HashAttribute,
            HashValue = of.HashValue!,
            PlanVersion = _answer.PlanVersion,
            SlateId = slate.SlateId,
            Dimensions = DimensionsOf(request),
        }).ToImmutableArray();
        if (!exposures.IsEmpty) await _grain.ExposeAsync(exposures);
    }

    private static ImmutableArray<KeyValuePair<string, string>> DimensionsOf(NextRequest request)
    {
        var dimensions = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        if (request.Device is { Length: <= Exposure.MaxDimensionLength } device) dimensions.Add(new("device", device));
        dimensions.Add(new("surface", request.Surface.Name()));
        if (request.Territory is { Length: <= Exposure.MaxDimensionLength } territory)
            dimensions.Add(new("territory", territory));
        return dimensions.ToImmutable();
    }

    private static bool IsServing(ParameterAnswer parameter) =>
        parameter.Name.StartsWith(Prefix, StringComparison.Ordinal);

    private string? TextOf(string name)
    {
        if (ValueOf(name) is not { } value) return null;
        var reader = new Utf8JsonReader(value.Span);
        return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }

    // Beyond its bounds a parameter is as good as none: an experiment must not break a slate.
    private double? NumberOf(string name, double least, double most)
    {
        if (ValueOf(name) is not { } value) return null;
        var reader = new Utf8JsonReader(value.Span);
        return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number)
            && number >= least && number <= most ? number : null;
    }

    private ReadOnlyMemory<byte>? ValueOf(string name)
    {
        foreach (var parameter in _answer.Parameters)
            if (parameter.Name == name) return parameter.Value;
        return null;
    }
}

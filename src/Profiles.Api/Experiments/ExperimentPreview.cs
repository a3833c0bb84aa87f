using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orleans;
using Profiles.Contracts;
using Profiles.Contracts.Experiments;
using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Experiments.Flags;
using Profiles.Core.Experiments.Planning;
using Profiles.Core.Units;

namespace Profiles.Api.Experiments;

/// <summary>
/// Whom an experiment would be for, if it ran as it is written: the viewers that were active last are assigned by a
/// plan that nobody else sees. Nothing takes effect, and no exposure is logged.
/// </summary>
internal sealed class ExperimentPreview
{
    /// <summary>The most ids that are shown of a group.</summary>
    public const int MaxExamples = 5;

    private const int AtOnce = 32;

    private readonly ExperimentPlan _plan;
    private readonly PlannedExperiment _experiment;
    private readonly SortedDictionary<string, Group> _reasons = new(StringComparer.Ordinal);
    private readonly Group[] _variants;
    private int _units;
    private int _targeted;

    private ExperimentPreview(ExperimentPlan plan, PlannedExperiment experiment)
    {
        _plan = plan;
        _experiment = experiment;
        _variants = [.. experiment.Definition.Variants.Select(_ => new Group())];
    }

    /// <summary>Works it out.</summary>
    /// <param name="set">The configuration with the experiment, checked.</param>
    /// <param name="key">The experiment.</param>
    /// <param name="units">The viewers.</param>
    /// <param name="grains">Where their profiles are.</param>
    /// <param name="nowUnixMs">As of when the other experiments count.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async ValueTask<ExperimentPreview> OfAsync(
        ExperimentSet set, string key, IReadOnlyList<UnitKey> units, IGrainFactory grains, long nowUnixMs,
        CancellationToken cancellationToken)
    {
        // A draft, or one whose time has not come, is shown as it will be.
        var running = set.With(set.Find(key)! with
        {
            State = ExperimentState.Running, Schedule = ExperimentSchedule.None,
        });
        var plan = ExperimentPlan.Compile(running, version: 0, nowUnixMs);
        var preview = new ExperimentPreview(plan, plan.Find(key)!);
        foreach (var chunk in units.Chunk(AtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var known = await Task.WhenAll(chunk.Select(unit => ReadAsync(unit, grains)));
            for (var i = 0; i < chunk.Length; i++)
                if (known[i] is { } targeting) preview.Take(chunk[i], targeting);
        }

        return preview;
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("preview"u8);
        writer.WriteNumber("units"u8, _units);
        writer.WriteNumber("targeted"u8, _targeted);
        writer.WriteNumber("coverage"u8, _experiment.Coverage);
        writer.WriteStartArray("variants"u8);
        for (var i = 0; i < _variants.Length; i++)
            _variants[i].Write(writer, "variant", _experiment.Definition.Variants[i].Key);
        writer.WriteEndArray();
        writer.WriteStartArray("reasons"u8);
        foreach (var (reason, group) in _reasons) group.Write(writer, "reason", reason);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static async Task<UnitTargeting?> ReadAsync(UnitKey unit, IGrainFactory grains)
    {
        var grain = grains.GetGrain<IUserProfileGrain>(unit.ToGrainKey());

        // A linked device is its user, who is in the sample by themselves.
        if (unit.Kind == UnitKind.Device && (await grain.GetLinkAsync()).UserId is not null) return null;
        return await grain.GetTargetingAsync(withProfile: true);
    }

    private void Take(UnitKey unit, UnitTargeting targeting)
    {
        var attributes = new UnitAttributes(unit, targeting.Profile, targeting.Profile?.Segments ?? [], null);
        _plan.Assign(_experiment, new FlagContext(attributes) { Sticky = targeting.Assignments }, out var assignment);
        _units++;
        if (assignment.IsAssigned || assignment.Reason == AssignmentReason.NotInCoverage) _targeted++;
        var reason = assignment.Reason.Name();
        if (!_reasons.TryGetValue(reason, out var group)) _reasons.Add(reason, group = new Group());
        group.Add(unit);
        if (assignment.IsAssigned) _variants[assignment.VariantIndex].Add(unit);
    }

    /// <summary>How many, and a few of them.</summary>
    private sealed class Group
    {
        private readonly List<UnitKey> _examples = [];
        private int _count;

        public void Add(UnitKey unit)
        {
            _count++;
            if (_examples.Count < MaxExamples) _examples.Add(unit);
        }

        public void Write(Utf8JsonWriter writer, string name, string value)
        {
            writer.WriteStartObject();
            writer.WriteString(name, value);
            writer.WriteNumber("units"u8, _count);
            writer.WriteStartArray("examples"u8);
            foreach (var unit in _examples)
            {
                writer.WriteStartObject();
                writer.WriteString(unit.Kind == UnitKind.User ? "userId"u8 : "deviceId"u8, unit.Id);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Profiles.Core.Experiments.Planning;
using StableHash = Profiles.Core.Hashing.StableHash;

namespace Profiles.Api.Protocols;

/// <summary>A plan as clients are sent it, made once for all of them. Immutable.</summary>
internal sealed class PublishedPlan
{
    // By keys that are configured, so there are few.
    private readonly ConcurrentDictionary<PayloadKey, GrowthBookPayload> _encrypted = [];
    private readonly GrowthBookPayload _plain;

    private PublishedPlan(ExperimentPlan plan, long updatedUnixMs)
    {
        Plan = plan;
        UpdatedUnixMs = updatedUnixMs;
        var updated = DateTimeOffset.FromUnixTimeMilliseconds(updatedUnixMs);
        Version = StableHash.Hash64(plan.Payload.Span).ToString("x16", CultureInfo.InvariantCulture);
        _plain = GrowthBookPayload.Of(plan.Payload, Version, updated, null);
        var seconds = updated.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Refetch = Encoding.UTF8.GetBytes(
            $"id: {Version}\nevent: message\ndata: {{\"type\":\"refetchEvaluation\",\"etag\":\"{Version}\","
            + $"\"lastModified\":{seconds}}}\n\n");
        Known = Encoding.UTF8.GetBytes($"retry: 3000\nid: {Version}\n\n");
    }

    /// <summary>The plan.</summary>
    public ExperimentPlan Plan { get; }

    /// <summary>Names what the flags are, the same on every host.</summary>
    public string Version { get; }

    /// <summary>Grows with each plan: GrowthBook's clients leave out what has the date of what they have.</summary>
    public long UpdatedUnixMs { get; }

    /// <summary>The message that lets an OpenFeature client evaluate again.</summary>
    public ReadOnlyMemory<byte> Refetch { get; }

    /// <summary>Answers of the plan, as OpenFeature's clients are sent them.</summary>
    public OfrepFragments Fragments { get; } = new();

    /// <summary>A message that is none, and only tells a client which version it has.</summary>
    public ReadOnlyMemory<byte> Known { get; }

    /// <summary>The GrowthBook payload, encrypted where there is a key; once for all who have the same.</summary>
    public GrowthBookPayload PayloadFor(PayloadKey? key) => key is null ? _plain : _encrypted.GetOrAdd(
        key, static (one, plan) => GrowthBookPayload.Of(
            plan.Plan.Payload, plan.Version, DateTimeOffset.FromUnixTimeMilliseconds(plan.UpdatedUnixMs), one), this);

    /// <summary>The plan to publish; the one before where clients would see no difference.</summary>
    public static PublishedPlan Of(ExperimentPlan plan, PublishedPlan? before) =>
        before is not null && before.Plan.Payload.Span.SequenceEqual(plan.Payload.Span)
            ? before
            : new PublishedPlan(plan, Math.Max(plan.AtUnixMs, before is null ? 0 : before.UpdatedUnixMs + 1));
}

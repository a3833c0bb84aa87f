using System.Globalization;
using System.Text;
using Profiles.Core.Experiments.Planning;
using Profiles.Core.Hashing;

namespace Profiles.Api.Protocols;

/// <summary>A plan as clients are sent it, made once for all of them. Immutable.</summary>
internal sealed class PublishedPlan
{
    private PublishedPlan(ExperimentPlan plan, long updatedUnixMs)
    {
        Plan = plan;
        UpdatedUnixMs = updatedUnixMs;
        var updated = DateTimeOffset.FromUnixTimeMilliseconds(updatedUnixMs);

        // The payload is {"features":{...}}; what a GrowthBook client reads has two members more.
        // Line breaks stand between its values only, as their owners wrote them, and would end a message.
        var members = Encoding.UTF8.GetString(plan.Payload.Span[1..^1]).Replace('\n', ' ').Replace('\r', ' ');
        var date = updated.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var body = $"{{\"status\":200,{members},\"dateUpdated\":\"{date}\"}}";
        Version = StableHash.Hash64(plan.Payload.Span).ToString("x16", CultureInfo.InvariantCulture);
        Body = Encoding.UTF8.GetBytes(body);
        var seconds = updated.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Features = Encoding.UTF8.GetBytes($"id: {Version}\nevent: features\ndata: {body}\n\n");
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

    /// <summary>The GrowthBook payload with its status and date.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The message that brings the payload to a GrowthBook client.</summary>
    public ReadOnlyMemory<byte> Features { get; }

    /// <summary>The message that lets an OpenFeature client evaluate again.</summary>
    public ReadOnlyMemory<byte> Refetch { get; }

    /// <summary>Answers of the plan, as OpenFeature's clients are sent them.</summary>
    public OfrepFragments Fragments { get; } = new();

    /// <summary>A message that is none, and only tells a client which version it has.</summary>
    public ReadOnlyMemory<byte> Known { get; }

    /// <summary>The plan to publish; the one before where clients would see no difference.</summary>
    public static PublishedPlan Of(ExperimentPlan plan, PublishedPlan? before) =>
        before is not null && before.Plan.Payload.Span.SequenceEqual(plan.Payload.Span)
            ? before
            : new PublishedPlan(plan, Math.Max(plan.AtUnixMs, before is null ? 0 : before.UpdatedUnixMs + 1));
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Folding;
using Profiles.Core.Segments;
using Profiles.Core.Units;

namespace Profiles.Core.Experiments.Planning;

/// <summary>
/// What is known of a unit where experiments ask: its ids, its segments, its profile, and what the caller sent along
/// for whatever those leave open. Each attribute is worked out when it is first asked for. One thread at a time.
/// </summary>
/// <remarks>
/// GrowthBook reads <c>counters.plays</c> as <c>plays</c> of <c>counters</c>, so the attributes of a profile are found
/// as objects here.
/// </remarks>
/// <param name="unit">The unit; its id is <c>id</c>, and <c>userId</c> or <c>deviceId</c>.</param>
/// <param name="profile">Its profile; null where it is not known, and the caller's attributes stand for it.</param>
/// <param name="segments">The keys of the segments that hold it.</param>
/// <param name="request">What the caller sent along; null for nothing.</param>
public sealed class UnitAttributes(
    UnitKey unit, ProfileView? profile, ImmutableArray<string> segments, IAttributes? request) : IAttributes
{
    private const string UserId = "userId";
    private const string DeviceId = "deviceId";

    // The members by their first name: of "counters.plays" the name "counters" has the member "plays".
    private static readonly FrozenDictionary<string, ImmutableArray<(string Member, string Whole)>> Objects =
        ProfileAttributes.Schema.Attributes
            .Where(attribute => attribute.Name.Contains('.', StringComparison.Ordinal))
            .GroupBy(attribute => attribute.Name[..attribute.Name.IndexOf('.', StringComparison.Ordinal)])
            .ToFrozenDictionary(
                group => group.Key,
                group => group.Select(of => (of.Name[(group.Key.Length + 1)..], of.Name)).ToImmutableArray());

    private readonly ProfileAttributeReader? _profile = profile is null ? null : new(unit, profile);
    private readonly AttributeValue.Text _id = new(unit.Id);
    private AttributeValue? _segments;
    private Dictionary<string, AttributeValue>? _objects;

    /// <summary>Whether a name is answered by the profile or the segments of a unit, not by its id.</summary>
    public static bool IsOfProfile(string name) => name switch
    {
        ExperimentAttributes.Id or UserId or DeviceId => false,
        ExperimentAttributes.Segments => true,
        _ => Objects.ContainsKey(name) || ProfileAttributes.Schema.Attributes.Any(of => of.Name == name),
    };

    /// <inheritdoc/>
    public AttributeValue Find(string name)
    {
        if (name == ExperimentAttributes.Id) return _id;
        if (name == ExperimentAttributes.Segments)
            return _segments ??= new AttributeValue.Many([.. segments.Select(key => new AttributeValue.Text(key))]);
        var own = name switch
        {
            UserId => unit.Kind == UnitKind.User ? _id : AttributeValue.Null,
            DeviceId => unit.Kind == UnitKind.Device ? _id : AttributeValue.Null,
            _ => FindInProfile(name),
        };
        return own is AttributeValue.Nothing && request is not null ? request.Find(name) : own;
    }

    private AttributeValue FindInProfile(string name)
    {
        if (_profile is null) return AttributeValue.Null;
        if (!Objects.TryGetValue(name, out var members)) return _profile.Find(name);
        _objects ??= new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        if (_objects.TryGetValue(name, out var found)) return found;
        return _objects[name] = AttributeValue.Map.Of(
            members.Select(of => KeyValuePair.Create(of.Member, _profile.Find(of.Whole))));
    }
}

using Profiles.Core.Conditions;
using Profiles.Core.Segments;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>
/// What the condition of an experiment may ask: the unit, its segments, its profile, and whatever else the caller sends
/// along, such as <c>country</c>. A name that begins as one of a profile must be one.
/// </summary>
public static class ExperimentAttributes
{
    /// <summary>The unit that is hashed: the user's id, and the device's while no user is known.</summary>
    public const string Id = "id";

    /// <summary>The keys of the segments that hold the unit.</summary>
    public const string Segments = "segments";

    /// <summary>The names and types.</summary>
    public static AttributeSchema Schema { get; } = new(
        [
            new(Id, AttributeType.Text, "The user's id; the device's while no user is known."),
            new(Segments, AttributeType.Texts, "The segments that hold the unit."),
            .. ProfileAttributes.Schema.Attributes,
        ],
        isOpen: true);
}

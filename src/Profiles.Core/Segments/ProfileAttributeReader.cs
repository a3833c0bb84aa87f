using Profiles.Core.Conditions;
using Profiles.Core.Folding;
using Profiles.Core.Units;

namespace Profiles.Core.Segments;

/// <summary>One profile as conditions see it. Each attribute is worked out when it is first asked for.</summary>
/// <param name="unit">Whose profile.</param>
/// <param name="profile">The profile.</param>
public sealed class ProfileAttributeReader(UnitKey unit, ProfileView profile) : IAttributes
{
    private readonly AttributeValue?[] _values = new AttributeValue?[ProfileAttributes.Count];

    /// <inheritdoc/>
    public AttributeValue Find(string name) => ProfileAttributes.TryFind(name, out var index)
        ? _values[index] ??= ProfileAttributes.Read(index, unit, profile)
        : AttributeValue.Null;
}

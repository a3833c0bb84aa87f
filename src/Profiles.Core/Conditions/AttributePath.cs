using System.Collections.Immutable;

namespace Profiles.Core.Conditions;

/// <summary>Where a value stands: the name of an attribute, then names within it.</summary>
/// <param name="Name">The attribute.</param>
/// <param name="Rest">The names within.</param>
public sealed record AttributePath(string Name, ImmutableArray<string> Rest)
{
    /// <summary>A path whose names are separated by dots.</summary>
    public static AttributePath Parse(string text)
    {
        var parts = text.Split('.');
        return new AttributePath(parts[0], [.. parts.AsSpan(1)]);
    }

    /// <summary>The value there; null where there is none.</summary>
    public AttributeValue Read(IAttributes attributes)
    {
        var value = attributes.Find(Name);
        foreach (var name in Rest) value = value.Find(name);
        return value;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Profiles.Core.Text;

namespace Profiles.Core.Conditions;

/// <summary>The attributes that conditions may name. Immutable.</summary>
public sealed class AttributeSchema
{
    private readonly Dictionary<string, AttributeDeclaration> _byName;
    private readonly bool _isOpen;

    /// <summary>Creates a schema.</summary>
    /// <param name="attributes">The attributes.</param>
    /// <param name="isOpen">
    /// Whether there may be others: names that do not begin as one of these. Every name is then a path of names, as
    /// GrowthBook's SDKs read it, so that they find the same.
    /// </param>
    public AttributeSchema(IEnumerable<AttributeDeclaration> attributes, bool isOpen = false)
    {
        _isOpen = isOpen;
        Attributes = [.. attributes];
        _byName = Attributes.ToDictionary(attribute => attribute.Name, StringComparer.Ordinal);
    }

    /// <summary>The attributes, in the order they were declared.</summary>
    public ImmutableArray<AttributeDeclaration> Attributes { get; }

    /// <summary>
    /// Of attributes of a type, the operators that may test them, where conditions are asked of something that cannot
    /// answer all; null where none is refused.
    /// </summary>
    public ImmutableDictionary<AttributeType, ImmutableArray<string>>? Operators { get; init; }

    /// <summary>Finds what a path names; answers the remedy where it names nothing.</summary>
    /// <param name="text">A declared name; <c>name.KEY</c> of numbers, <c>name.INDEX</c> of texts.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="type">What is there.</param>
    /// <param name="members">Of a list of objects, what their members are.</param>
    internal string? Resolve(
        string text, out AttributePath path, out AttributeType type, out ImmutableArray<AttributeDeclaration> members)
    {
        if (!_isOpen) return ResolveDeclared(text, out path, out type, out members);
        (type, members) = (default, []);
        var remedy = IsOther(text) ? null : ResolveDeclared(text, out _, out type, out members);
        path = AttributePath.Parse(text);
        return remedy;
    }

    private bool IsOther(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var first = dot < 0 ? text : text[..dot];
        return !Attributes.Any(attribute => attribute.Name == first
            || (attribute.Name.Length > first.Length && attribute.Name[first.Length] == '.'
                && attribute.Name.StartsWith(first, StringComparison.Ordinal)));
    }

    private string? ResolveDeclared(
        string text, out AttributePath path, out AttributeType type, out ImmutableArray<AttributeDeclaration> members)
    {
        members = [];
        if (_byName.TryGetValue(text, out var declared))
        {
            (path, type, members) = (new AttributePath(text, []), declared.Type, declared.Members);
            return null;
        }

        for (var dot = text.LastIndexOf('.'); dot > 0; dot = text.LastIndexOf('.', dot - 1))
        {
            if (!_byName.TryGetValue(text[..dot], out declared)) continue;
            var key = text[(dot + 1)..];
            path = new AttributePath(declared.Name, [key]);
            type = declared.Type == AttributeType.Texts ? AttributeType.Text : AttributeType.Number;
            if (declared.Type == AttributeType.Numbers && key.Length > 0) return null;
            if (declared.Type == AttributeType.Texts
                && int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                return null;
            return declared.Type switch
            {
                AttributeType.Numbers => $"'{declared.Name}' holds numbers by key: write '{declared.Name}.KEY'.",
                AttributeType.Texts => $"'{declared.Name}' is a list: test it with $in, $all, $elemMatch or $size, "
                    + $"or one of it as '{declared.Name}.0'.",
                AttributeType.Records => $"'{declared.Name}' is a list of objects: test it with $elemMatch or $size.",
                _ => $"'{declared.Name}' has no members: write '{declared.Name}'.",
            };
        }

        (path, type) = (AttributePath.Parse(text), default);
        return NearestName.Find(text, _byName.Keys) is { } nearest
            ? $"There is no attribute of this name; did you mean '{nearest}'?"
            : "There is no attribute of this name; use one of: "
                + $"{string.Join(", ", Attributes.Select(attribute => attribute.Name))}.";
    }
}

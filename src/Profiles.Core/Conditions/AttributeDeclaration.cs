using System.Collections.Immutable;

namespace Profiles.Core.Conditions;

/// <summary>An attribute that conditions may name.</summary>
/// <param name="Name">The name; it may hold dots.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Summary">What it is, in one sentence.</param>
public sealed record AttributeDeclaration(string Name, AttributeType Type, string Summary)
{
    /// <summary>Of a list of objects, their members.</summary>
    public ImmutableArray<AttributeDeclaration> Members { get; init; } = [];
}

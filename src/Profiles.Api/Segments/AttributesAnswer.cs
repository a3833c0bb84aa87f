namespace Profiles.Api.Segments;

/// <summary>What conditions may ask of a profile.</summary>
internal sealed record AttributesAnswer(IReadOnlyList<AttributesAnswer.Attribute> Attributes)
{
    /// <summary>One attribute; members of a list of objects.</summary>
    internal sealed record Attribute(
        string Name, string Type, string Summary, IReadOnlyList<Attribute> Members);
}

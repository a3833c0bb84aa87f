namespace Profiles.Core.Events;

/// <summary>The published schema of viewing events.</summary>
public static class ViewingEventSchema
{
    /// <summary>
    /// The version of the schema: <c>major.minor</c>; a minor version only adds optional fields or types.
    /// </summary>
    public const string Version = "1.0";

    /// <summary>The JSON Schema, draft 2020-12, in UTF-8 text.</summary>
    public static string Json { get; } = "{}";
}

using System.Text;

namespace Profiles.Core.Events;

/// <summary>The published schema of viewing events, at <c>/v1/schemas/viewing-event</c>.</summary>
public static class ViewingEventSchema
{
    /// <summary>
    /// The version of the schema: <c>major.minor</c>; a minor version only adds optional fields or types.
    /// </summary>
    public const string Version = "1.0";

    /// <summary>
    /// The JSON Schema, draft 2020-12. What it cannot say is in <c>docs/events.md</c>: the accepted range of times, the
    /// limits in bytes, and that a batch is read event by event.
    /// </summary>
    public static string Json { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(ViewingEventSchema).Assembly.GetManifestResourceStream("viewing-event.schema.json")
            ?? throw new InvalidOperationException("The schema is not part of the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}

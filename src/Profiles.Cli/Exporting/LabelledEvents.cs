using System.Text.Json;
using Profiles.Cli.Importing;
using Profiles.Core.Events;
using Profiles.Core.Text;
using Profiles.Streaming.Features;

namespace Profiles.Cli.Exporting;

/// <summary>The events of a file with whatever stands beside them, such as labels.</summary>
/// <param name="Events">The events, in the order of the lines.</param>
/// <param name="Lines">The lines as they are.</param>
internal sealed record LabelledEvents(IReadOnlyList<ViewingEvent> Events, IReadOnlyList<byte[]> Lines)
{
    /// <summary>The member that an export adds to each line.</summary>
    public const string Added = "features";

    /// <summary>Reads NDJSON.</summary>
    /// <exception cref="CliException">A line is bad; which one, and why.</exception>
    public static LabelledEvents Read(string path, long nowUnixMs)
    {
        if (!File.Exists(path)) throw new CliException($"There is no file {path}.");
        var parser = new ViewingEventParser(EventLimits.Default, new Utf8StringPool());
        var events = new List<ViewingEvent>();
        var lines = new List<byte[]>();
        using var reader = new LineReader(File.OpenRead(path));
        while (reader.TryRead(out var line, out _))
        {
            if (line.Trim(" \t"u8).IsEmpty) continue;
            if (events.Count == FeatureExport.MaxEvents)
                throw new CliException($"{path} has more than {FeatureExport.MaxEvents} events: split it.");
            if (!parser.TryParse(line, 0, nowUnixMs, out var item, out var rejection))
                throw new CliException($"{path}, line {reader.LineNumber}: {rejection.Code}: {rejection.Reason}");
            if (HasMember(line, Added))
                throw new CliException($"{path}, line {reader.LineNumber}: rename '{Added}', which the export adds.");
            events.Add(item);
            lines.Add(line.ToArray());
        }

        return new LabelledEvents(events, lines);
    }

    private static bool HasMember(ReadOnlySpan<byte> line, string name)
    {
        var reader = new Utf8JsonReader(line);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name)) return true;
            reader.Skip();
        }

        return false;
    }
}

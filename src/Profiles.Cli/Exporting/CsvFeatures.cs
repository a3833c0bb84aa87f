using System.Buffers;
using System.Text;
using System.Text.Json;
using Profiles.Core.Features;
using Profiles.Core.Folding;
using Profiles.Core.Models;
using Profiles.Streaming.Features;

namespace Profiles.Cli.Exporting;

/// <summary>
/// RFC 4180 with a header: the members of the events in the order they first come, then <c>features.known</c>,
/// <c>features.joined</c> and a column a feature, or one a number of a vector. Lists and objects are cells of JSON.
/// </summary>
internal sealed class CsvFeatures(FeatureView view, RankingModel model) : IFeatureForm
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    public byte[] Encode(FeatureExportRow row)
    {
        var cells = new List<string> { row.IsKnown ? "true" : "false", row.IsFromLog ? "log" : "time" };
        foreach (var value in row.Values) value.AddCells(cells);
        return Encoding.UTF8.GetBytes(string.Join(',', cells.Select(Cell)));
    }

    public void Write(LabelledEvents events, IReadOnlyList<byte[]> rows, Stream output)
    {
        var columns = ColumnsOf(events);
        var names = columns.Concat(FeatureColumns().Select(name => $"{LabelledEvents.Added}.{name}"));
        output.Write(Encoding.UTF8.GetBytes(string.Join(',', names.Select(Cell)) + "\r\n"));
        for (var i = 0; i < rows.Count; i++)
        {
            using var line = JsonDocument.Parse(events.Lines[i]);
            foreach (var column in columns)
            {
                output.Write(Encoding.UTF8.GetBytes(Cell(TextOf(line.RootElement, column))));
                output.Write(","u8);
            }

            output.Write(rows[i]);
            output.Write("\r\n"u8);
        }
    }

    private static List<string> ColumnsOf(LabelledEvents events)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var columns = new List<string>();
        foreach (var bytes in events.Lines)
        {
            using var line = JsonDocument.Parse(bytes);
            foreach (var member in line.RootElement.EnumerateObject())
                if (known.Add(member.Name)) columns.Add(member.Name);
        }

        return columns;
    }

    private static string TextOf(JsonElement line, string column)
    {
        if (!line.TryGetProperty(column, out var value) || value.ValueKind == JsonValueKind.Null) return string.Empty;
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
    }

    private static string Cell(string text) => text.AsSpan().IndexOfAny(Quoted) < 0
        ? text
        : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>How long a vector is, an empty profile tells too.</summary>
    private IEnumerable<string> FeatureColumns()
    {
        var values = view.Compute(new FeatureMoment(new Profile(), 0) { Model = model });
        return ["known", "joined", .. view.Features.Zip(values).SelectMany(pair => pair.Second is FeatureValue.Vector v
            ? Enumerable.Range(0, v.Values.Length).Select(i => $"{pair.First.Name}.{i}")
            : [pair.First.Name])];
    }
}

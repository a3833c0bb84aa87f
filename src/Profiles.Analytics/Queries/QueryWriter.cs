using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Profiles.Analytics.Queries;

/// <summary>Writes an answer in one of its forms; CSV and NDJSON row by row as they come.</summary>
public static class QueryWriter
{
    private const int FlushBytes = 32 * 1024;
    private const int MaxTableWidth = 60;

    private static readonly JsonWriterOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true,
    };

    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n");

    /// <summary>Writes all rows.</summary>
    /// <param name="run">The query.</param>
    /// <param name="format">The form.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="QueryException">The query failed on the way.</exception>
    public static Task WriteAsync(
        QueryRun run, QueryFormat format, Stream destination, CancellationToken cancellationToken) => format switch
        {
            QueryFormat.Json => WriteJsonAsync(run, destination, cancellationToken),
            QueryFormat.Ndjson => WriteNdjsonAsync(run, destination, cancellationToken),
            QueryFormat.Csv => WriteCsvAsync(run, destination, cancellationToken),
            QueryFormat.Table => WriteTableAsync(run, destination, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a format."),
        };

    private static async Task WriteJsonAsync(QueryRun run, Stream destination, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(FlushBytes);
        await using var writer = new Utf8JsonWriter(buffer, Json);
        writer.WriteStartObject();
        writer.WriteStartArray("columns"u8);
        foreach (var (name, type) in run.Columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, name);
            writer.WriteString("type"u8, type);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("rows"u8);
        await foreach (var row in run.ReadAsync(cancellationToken))
        {
            writer.WriteStartArray();
            foreach (var value in row) WriteValue(writer, value);
            writer.WriteEndArray();
            await FlushAsync(writer, buffer, destination, FlushBytes, cancellationToken);
        }

        writer.WriteEndArray();
        writer.WriteBoolean("truncated"u8, run.IsTruncated);
        writer.WriteNumber("elapsedMs"u8, Math.Round(run.Elapsed.TotalMilliseconds, 1));
        writer.WriteEndObject();
        await FlushAsync(writer, buffer, destination, 0, cancellationToken);
    }

    private static async Task WriteNdjsonAsync(QueryRun run, Stream destination, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(FlushBytes);
        await using var writer = new Utf8JsonWriter(buffer, Json);
        await foreach (var row in run.ReadAsync(cancellationToken))
        {
            writer.WriteStartObject();
            for (var i = 0; i < row.Length; i++)
            {
                writer.WritePropertyName(run.Columns[i].Name);
                WriteValue(writer, row[i]);
            }

            writer.WriteEndObject();
            writer.Flush();
            writer.Reset();
            buffer.Write("\n"u8);
            await FlushAsync(writer, buffer, destination, FlushBytes, cancellationToken);
        }

        await FlushAsync(writer, buffer, destination, 0, cancellationToken);
    }

    private static async Task WriteCsvAsync(QueryRun run, Stream destination, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(
            destination, new UTF8Encoding(false), FlushBytes, leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(string.Join(',', run.Columns.Select(column => CsvOf(column.Name))));
        await foreach (var row in run.ReadAsync(cancellationToken))
            await writer.WriteLineAsync(string.Join(',', row.Select(value => CsvOf(TextOf(value)))));
        await writer.FlushAsync(cancellationToken);
    }

    private static async Task WriteTableAsync(QueryRun run, Stream destination, CancellationToken cancellationToken)
    {
        List<string[]> lines = [[.. run.Columns.Select(column => column.Name)]];
        await foreach (var row in run.ReadAsync(cancellationToken)) lines.Add([.. row.Select(CellOf)]);
        var widths = run.Columns.Select((_, i) => lines.Max(line => line[i].Length)).ToArray();
        await using var writer = new StreamWriter(
            destination, new UTF8Encoding(false), FlushBytes, leaveOpen: true) { NewLine = "\n" };
        for (var i = 0; i < lines.Count; i++)
        {
            await writer.WriteLineAsync(
                string.Join("  ", lines[i].Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
            if (i == 0)
                await writer.WriteLineAsync(string.Join("  ", widths.Select(width => new string('-', width))));
        }

        await writer.WriteLineAsync(
            $"({lines.Count - 1} {(lines.Count == 2 ? "row" : "rows")}"
            + $"{(run.IsTruncated ? ", cut: there are more" : "")})");
        await writer.FlushAsync(cancellationToken);
    }

    private static async ValueTask FlushAsync(
        Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer, Stream destination, int from,
        CancellationToken cancellationToken)
    {
        if (writer.BytesPending + buffer.WrittenCount < from) return;
        writer.Flush();
        await destination.WriteAsync(buffer.WrittenMemory, cancellationToken);
        await destination.FlushAsync(cancellationToken);
        buffer.ResetWrittenCount();
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case long number: writer.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
            case decimal number: writer.WriteNumberValue(number); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            default: writer.WriteStringValue(TextOf(value)); break;
        }
    }

    private static string TextOf(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        byte[] blob => Convert.ToHexStringLower(blob),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string CsvOf(string text) => text.AsSpan().IndexOfAny(Quoted) < 0
        ? text
        : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string CellOf(object? value)
    {
        var text = TextOf(value).ReplaceLineEndings(" ");
        return text.Length <= MaxTableWidth ? text : string.Concat(text.AsSpan(0, MaxTableWidth - 1), "…");
    }
}

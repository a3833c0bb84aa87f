using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Profiles.Core.Content;
using Profiles.Core.Events;

namespace Profiles.Cli.Importing;

/// <summary>Lines of text, such as ratings, that become JSON on the way.</summary>
internal sealed class TextLines : ILineForm
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonWriterOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Reader _read;

    private TextLines(Reader read) => _read = read;

    private delegate Action<Utf8JsonWriter>? Reader(
        ReadOnlySpan<char> line, int index, out EventRejection? rejection);

    /// <summary>Lines of the form <c>user::item::rating::unix seconds</c>, or separated by commas or tabs.</summary>
    public static TextLines Ratings(double scale, long nowUnixMs) => new(
        (ReadOnlySpan<char> line, int index, out EventRejection? rejection) =>
            RatingLine.TryParse(line, index, scale, EventLimits.Default, nowUnixMs, out var item, out rejection)
                ? writer => ViewingEventJson.Write(writer, item)
                : null);

    /// <summary>Lines of the form <c>id::Title (year)::Genre|Genre</c>.</summary>
    public static TextLines Titles() => new(
        (ReadOnlySpan<char> line, int index, out EventRejection? rejection) =>
            TitleLine.TryParse(line, index, out var item, out rejection)
                ? writer => ContentJson.Write(writer, item)
                : null);

    public EventRejection? Write(ReadOnlySpan<byte> line, int lineNumber, IBufferWriter<byte> destination)
    {
        string text;
        try
        {
            text = Utf8.GetString(line);
        }
        catch (DecoderFallbackException)
        {
            return new EventRejection(lineNumber - 1, RejectionCodes.InvalidUtf8, "The line is not UTF-8.");
        }

        if (_read(text, lineNumber - 1, out var rejection) is not { } write) return rejection;
        using var writer = new Utf8JsonWriter(destination, Json);
        write(writer);
        return null;
    }
}

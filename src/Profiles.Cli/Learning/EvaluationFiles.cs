using System.Text;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Learning.DataSets;

namespace Profiles.Cli.Learning;

/// <summary>Reads the files of an evaluation; what is wrong with them is said in one line.</summary>
internal static class EvaluationFiles
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static T Read<T>(string file, Func<TextReader, T> read) => Explained(file, () =>
    {
        using var text = Open(file);
        return read(text);
    });

    public static NegativesSet ReadNegatives(string train, string test, string negatives) =>
        Explained(train, () =>
        {
            using var trainText = Open(train);
            using var testText = Open(test);
            using var negativesText = Open(negatives);
            return NegativesFiles.Read((train, trainText), (test, testText), (negatives, negativesText));
        });

    /// <summary>Contents as <c>id::Title (year)::Genre|Genre</c> lines or as NDJSON.</summary>
    public static IReadOnlyList<ContentItem> ReadContents(string file) => Read(file, text =>
    {
        var contents = new List<ContentItem>();
        var isJson = file.EndsWith("json", StringComparison.OrdinalIgnoreCase);
        for (var index = 0; text.ReadLine() is { } line; index++)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (!TryParse(line, index, isJson, out var content, out var rejection))
                throw new DataSetException(file, index + 1, rejection?.Reason ?? "The line is no content.");
            contents.Add(content!);
        }

        return contents;
    });

    private static bool TryParse(
        string line, int index, bool isJson, out ContentItem? content, out EventRejection? rejection)
    {
        if (!isJson) return TitleLine.TryParse(line, index, out content, out rejection);
        var batch = new ContentParser(EventLimits.Default).Parse(EventFormat.Json, Encoding.UTF8.GetBytes(line));
        content = batch.Contents.Count > 0 ? batch.Contents[0] : null;
        rejection = batch.Rejections.Count > 0 ? batch.Rejections[0] : null;
        return content is not null;
    }

    private static StreamReader Open(string file) => File.Exists(file)
        ? new StreamReader(file, Utf8)
        : throw new CliException($"There is no file {file}.");

    private static T Explained<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DataSetException refusal)
        {
            throw new CliException(refusal.Message);
        }
        catch (DecoderFallbackException)
        {
            throw new CliException($"{file} is not UTF-8.");
        }
    }
}

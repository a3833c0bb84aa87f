using System.Text;
using System.Text.Json;
using Profiles.Learning.Evaluation;
using Profiles.Statistics.Resampling;

namespace Profiles.Cli.Learning;

/// <summary>The result of an evaluation as one JSON object.</summary>
internal static class EvaluationJson
{
    public static string Write(
        EvaluationReport report, BootstrapOptions bootstrap, IReadOnlyDictionary<string, object?> more)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("protocol", report.Protocol);
            writer.WriteNumber("users", report.Users);
            writer.WriteNumber("items", report.Items);
            writer.WriteNumber("interactions", report.Interactions);
            writer.WriteNumber("testCases", report.TestCases);
            WriteNumbers(writer, "metrics", report.Metrics);
            writer.WriteStartObject("intervals");
            foreach (var (name, interval) in report.Intervals)
            {
                writer.WriteStartArray(name);
                writer.WriteNumberValue(Rounded(interval.Low));
                writer.WriteNumberValue(Rounded(interval.High));
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteNumber("confidence", bootstrap.Confidence);
            writer.WriteNumber("seed", bootstrap.Seed);
            writer.WriteNumber("trainSeconds", Math.Round(report.TrainSeconds, 2));
            writer.WriteNumber("evaluateSeconds", Math.Round(report.EvaluateSeconds, 2));
            foreach (var (name, value) in more)
            {
                writer.WritePropertyName(name);
                JsonSerializer.Serialize(writer, value);
            }

            WriteNumbers(writer, "parameters", report.Parameters);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void WriteNumbers(
        Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, double> numbers)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in numbers) writer.WriteNumber(key, Rounded(value));
        writer.WriteEndObject();
    }

    private static double Rounded(double value) => Math.Round(value, 6);
}

using System.Text;

namespace Profiles.Api.Metrics;

/// <summary>Names of meters and tags as Prometheus allows them, by the rules of OpenTelemetry's exporter.</summary>
internal static class PrometheusNames
{
    /// <summary>The name of a family: the unit spelled out, and <c>_total</c> behind a counter.</summary>
    public static string Metric(string name, string? unit, MetricKind kind)
    {
        var text = Sanitize(name, allowColon: true);
        var suffix = UnitSuffix(unit);
        if (suffix.Length > 0 && !text.EndsWith(suffix, StringComparison.Ordinal)) text += "_" + suffix;
        var isCounter = kind is MetricKind.Counter or MetricKind.ObservedCounter;
        return isCounter && !text.EndsWith("_total", StringComparison.Ordinal) ? text + "_total" : text;
    }

    /// <summary>The name of a label.</summary>
    public static string Label(string name) => Sanitize(name, allowColon: false);

    private static string UnitSuffix(string? unit) => unit switch
    {
        null or "" or "1" => "",
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "By" => "bytes",
        "%" => "percent",
        _ when unit[0] == '{' => "",
        _ => Sanitize(unit.Replace("/", "_per_", StringComparison.Ordinal), allowColon: false),
    };

    private static string Sanitize(string name, bool allowColon)
    {
        var text = new StringBuilder(name.Length + 1);
        if (name.Length == 0 || char.IsAsciiDigit(name[0])) text.Append('_');
        foreach (var character in name)
        {
            var valid = char.IsAsciiLetterOrDigit(character) || character == '_' || (allowColon && character == ':');
            if (valid) text.Append(character);
            else if (text.Length == 0 || text[^1] != '_') text.Append('_');
        }

        return text.ToString();
    }
}

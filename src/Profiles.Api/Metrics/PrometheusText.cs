using System.Buffers;
using System.Globalization;
using System.Text;

namespace Profiles.Api.Metrics;

/// <summary>The text exposition format of Prometheus, version 0.0.4.</summary>
internal readonly struct PrometheusText(IBufferWriter<byte> destination)
{
    /// <summary>The media type of the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes every family, in order of name.</summary>
    public void Write(IEnumerable<MetricInstrument> instruments, long scrape)
    {
        var dropped = 0L;
        var families = instruments.GroupBy(instrument => instrument.Name);
        foreach (var family in families.OrderBy(family => family.Key, StringComparer.Ordinal))
        {
            // A family has one type: of two meters that use a name for different things, the first by name is heard.
            var first = family.OrderBy(instrument => instrument.Meter, StringComparer.Ordinal).First();
            var members = family.Where(member => TypeOf(member.Kind) == TypeOf(first.Kind)).ToList();
            Append($"# HELP {family.Key} {EscapeHelp(first.Description)}\n# TYPE {family.Key} {TypeOf(first.Kind)}\n");
            foreach (var member in members) WriteSeries(member, members.Count > 1, scrape);
            dropped += family.Sum(member => member.Dropped);
        }

        Append($"# HELP profiles_metrics_dropped_total Measurements of instruments that have too many tag sets.\n");
        Append($"# TYPE profiles_metrics_dropped_total counter\nprofiles_metrics_dropped_total {dropped}\n");
    }

    private void WriteSeries(MetricInstrument instrument, bool namesMeter, long scrape)
    {
        foreach (var (tags, series) in instrument.Series)
        {
            if (instrument.IsObserved && series.SeenInScrape != scrape) continue;
            var labels = Labels(tags, namesMeter ? instrument.Meter : null);
            if (instrument.Kind == MetricKind.Histogram) WriteHistogram(instrument, series, labels);
            else Append($"{instrument.Name}{Braced(labels)} {Number(series.Value)}\n");
        }
    }

    private void WriteHistogram(MetricInstrument instrument, MetricSeries series, string labels)
    {
        var bounds = instrument.Boundaries!;
        var counts = new long[bounds.Length + 1];
        var sum = series.Read(counts);
        var separator = labels.Length > 0 ? "," : "";
        var below = 0L;
        for (var i = 0; i < bounds.Length; i++)
        {
            below += counts[i];
            Append($"{instrument.Name}_bucket{{{labels}{separator}le=\"{Number(bounds[i])}\"}} {below}\n");
        }

        var count = below + counts[^1];
        Append($"{instrument.Name}_bucket{{{labels}{separator}le=\"+Inf\"}} {count}\n");
        Append($"{instrument.Name}_sum{Braced(labels)} {Number(sum)}\n");
        Append($"{instrument.Name}_count{Braced(labels)} {count}\n");
    }

    private static string Labels(TagSet tags, string? meter)
    {
        // Tags whose names become the same label are joined, as a label may appear only once.
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (meter is not null) labels["meter"] = meter;
        foreach (var (key, value) in tags.Tags)
        {
            var name = PrometheusNames.Label(key);
            var text = value switch
            {
                bool flag => flag ? "true" : "false",
                IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                _ => value?.ToString() ?? "",
            };
            labels[name] = labels.TryGetValue(name, out var other) ? $"{other};{text}" : text;
        }

        return string.Join(',', labels.Select(label => $"{label.Key}=\"{EscapeLabel(label.Value)}\""));
    }

    private static string Braced(string labels) => labels.Length == 0 ? "" : $"{{{labels}}}";

    private static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter or MetricKind.ObservedCounter => "counter",
        MetricKind.UpDownCounter or MetricKind.Gauge => "gauge",
        MetricKind.Histogram => "histogram",
        _ => "untyped",
    };

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string EscapeHelp(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    private static string EscapeLabel(string text) =>
        EscapeHelp(text).Replace("\"", "\\\"", StringComparison.Ordinal);

    private void Append(string text) => Encoding.UTF8.GetBytes(text, destination);
}

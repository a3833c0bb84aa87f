using System.Buffers;
using System.Text;
using System.Text.Json;
using Profiles.Core.Experiments.Definitions;

namespace Profiles.Streaming.Experiments;

/// <summary>What differs between two configurations, thing by thing.</summary>
internal static class ExperimentChanges
{
    /// <summary>An entry of the audit log for each thing that was added, changed or removed.</summary>
    public static IReadOnlyList<ExperimentAudit> Between(
        ExperimentSet before, ExperimentSet after, DateTimeOffset at, string actor, string action)
    {
        var changes = new List<ExperimentAudit>();
        Add("experiment", Of(before.Experiments, of => of.Key, ExperimentJson.Write),
            Of(after.Experiments, of => of.Key, ExperimentJson.Write));
        Add("holdout", Of(before.Holdouts, of => of.Key, ExperimentJson.Write),
            Of(after.Holdouts, of => of.Key, ExperimentJson.Write));
        Add("layer", Of(before.Layers, of => of.Key, ExperimentJson.Write),
            Of(after.Layers, of => of.Key, ExperimentJson.Write));
        Add("metric", Of(before.Metrics, of => of.Key, ExperimentJson.Write),
            Of(after.Metrics, of => of.Key, ExperimentJson.Write));
        Add("parameter", Of(before.Parameters, of => of.Key, (writer, of) => of.Value.WriteTo(writer)),
            Of(after.Parameters, of => of.Key, (writer, of) => of.Value.WriteTo(writer)));
        return changes;

        void Add(string kind, Dictionary<string, string> was, Dictionary<string, string> now)
        {
            foreach (var (key, text) in now)
            {
                var old = was.GetValueOrDefault(key);
                if (old != text) changes.Add(new ExperimentAudit(at, actor, action, kind, key, old, text));
            }

            foreach (var (key, text) in was)
                if (!now.ContainsKey(key)) changes.Add(new ExperimentAudit(at, actor, action, kind, key, text, null));
        }
    }

    private static Dictionary<string, string> Of<T>(
        IEnumerable<T> things, Func<T, string> keyOf, Action<Utf8JsonWriter, T> write)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var thing in things)
        {
            var bytes = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(bytes)) write(writer, thing);
            texts.Add(keyOf(thing), Encoding.UTF8.GetString(bytes.WrittenSpan));
        }

        return texts;
    }
}

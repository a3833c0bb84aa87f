using System.Globalization;
using Profiles.Benchmarks.Http;

namespace Profiles.Benchmarks.Next;

/// <summary>A data folder with a simulated catalogue, viewers of the last four weeks, and a model learnt from
/// them.</summary>
internal static class SimulatedFolder
{
    /// <summary>Makes it.</summary>
    public static async Task MakeAsync(string dataPath, int users, int items, int events)
    {
        var start = DateTimeOffset.UtcNow.AddDays(-28)
            .ToString("yyyy-MM-dd'T'00:00:00'Z'", CultureInfo.InvariantCulture);
        string[] size =
        [
            "simulate", "--users", Text(users), "--items", Text(items), "--events", Text(events), "--seed", "1",
            "--start", start, "--days", "28",
        ];
        var content = Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(dataPath)}-content.ndjson");
        var viewings = Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(dataPath)}-events.ndjson");
        try
        {
            await ProgramCommand.RunAsync([.. size, "--content"], content);
            await ProgramCommand.RunAsync(size, viewings);
            await ProgramCommand.RunAsync(["import", "content", content, "--data", dataPath]);
            await ProgramCommand.RunAsync(["import", "events", viewings, "--data", dataPath]);
            await ProgramCommand.RunAsync(["train", "--data", dataPath]);

            // A server of some days has its tables for analysts at the end of the log.
            await ProgramCommand.RunAsync(["query", "select count(*) from outcomes", "--data", dataPath]);
        }
        finally
        {
            File.Delete(content);
            File.Delete(viewings);
        }
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}

using Profiles.Benchmarks;
using Profiles.Benchmarks.Experiments;
using Profiles.Benchmarks.Http;
using Profiles.Benchmarks.Next;
using Profiles.Benchmarks.Tables;

const string Usage = """
    usage: dotnet run -c Release --project tests/Profiles.Benchmarks -- NAME [--events N] [--exposures N] [--outcomes N]
      grain-calls   calls between grains, and the memory of an idle activation
      event-log     append, read and open the log; stage and commit states
      fold          parse, encode, decode, fold, save: nanoseconds and bytes of one each
      pipeline      log to folded profiles, 1 M users, checkpoints on
      http          POST /v1/events
      freshness     acknowledged to readable with `after`
      profile       GET /v1/profiles/{user} against bare Kestrel
      restart       1 M profiles, 10 M events in the log
      next          GET next over 12,000 contents with a trained model
      next-folding  GET next over 100,000 contents while 10,000 events a second are folded
      assignment    assign a unit: one experiment, with conditions, a hundred
      ofrep         POST /ofrep/v1/evaluate/flags: 50 flags of a viewer
      exposures     POST /v1/exposures, and exposures of grains: durable before the answer
      click         POST of a click to the viewer's next slate
      tables        results and queries over 1 M exposures and 5 M outcomes, on SQLite
      tables-postgres   the same in the empty database of the connection string PROFILES_ANALYTICS
      all           all of them
    """;

if (args is ["bare-kestrel", var url, var bodyFile])
{
    await BareKestrel.RunAsync(url, bodyFile);
    return 0;
}

var events = NumberOf("--events", 0);
var benchmarks = new Dictionary<string, Func<string, Task>>
{
    ["grain-calls"] = _ => GrainCallsBenchmark.RunAsync(),
    ["event-log"] = path => new EventLogBenchmark(Path.Combine(path, "log"), Console.Out).RunAsync(),
    ["fold"] = _ => FoldBenchmark.RunAsync(),
    ["pipeline"] = path => LogToProfilesBenchmark.RunAsync(path, events > 0 ? events : 10_000_000),
    ["http"] = path => EventsOverHttpBenchmark.RunAsync(path, events > 0 ? events : 5_000_000),
    ["freshness"] = FreshnessBenchmark.RunAsync,
    ["profile"] = GetProfileBenchmark.RunAsync,
    ["restart"] = RestartBenchmark.RunAsync,
    ["next"] = NextBenchmark.RunAsync,
    ["next-folding"] = NextWhileFoldingBenchmark.RunAsync,
    ["assignment"] = _ => AssignmentBenchmark.RunAsync(),
    ["ofrep"] = FlagsBenchmark.RunAsync,
    ["exposures"] = path => ExposureBenchmark.RunAsync(path, events > 0 ? events : 1_000_000),
    ["click"] = ClickBenchmark.RunAsync,
    ["tables"] = path => TablesBenchmark.RunSqliteAsync(
        path, NumberOf("--exposures", 1_000_000), NumberOf("--outcomes", 5_000_000)),
    ["tables-postgres"] = path => TablesBenchmark.RunPostgresAsync(
        path, NumberOf("--exposures", 1_000_000), NumberOf("--outcomes", 5_000_000)),
};

var names = args is ["all", ..] ? [.. benchmarks.Keys] : args is [var name, ..] && benchmarks.ContainsKey(
    name) ? (string[])[name] : [];
if (names.Length == 0)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

foreach (var chosen in names)
{
    var path = Directory.CreateTempSubdirectory("profiles-benchmark-").FullName;
    try
    {
        Console.WriteLine($"== {chosen}");
        await benchmarks[chosen](path);
    }
    finally
    {
        Directory.Delete(path, recursive: true);
    }
}

return 0;

int NumberOf(string option, int standard) =>
    Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1]) : standard;

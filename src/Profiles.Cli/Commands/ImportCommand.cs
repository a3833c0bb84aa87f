using System.CommandLine;
using Profiles.Cli.Importing;

namespace Profiles.Cli.Commands;

/// <summary>Brings files in: alone on the data folder, or through a running server.</summary>
internal static class ImportCommand
{
    public static Command Create(CliConsole console) => new(
        "import", "Brings events, contents or ratings in from files. Safe to repeat: what is there is a duplicate.")
    {
        CreateEvents(console),
        CreateContent(console),
        CreateRatings(console),
    };

    private static Command CreateEvents(CliConsole console)
    {
        var (command, common) = CreateKind("events", "Viewing events, one JSON object a line.");
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(common.Read(parsed), ImportKind.Events, _ => new JsonLines(), null, console, cancellationToken));
        return command;
    }

    private static Command CreateContent(CliConsole console)
    {
        var (command, common) = CreateKind(
            "content",
            "Contents: one JSON object a line, 'id::Title (year)::Genre|Genre' lines, or openfootball's fixtures.");
        var zone = new Option<TimeZoneInfo>("--zone")
        {
            Description = "The time zone of kick-off times, such as Europe/London.",
            HelpName = "ZONE",
            DefaultValueFactory = _ => TimeZoneInfo.Utc,
            CustomParser = result =>
            {
                var name = result.Tokens[0].Value;
                if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found)) return found;
                result.AddError($"'{name}' is not a time zone such as Europe/London.");
                return null;
            },
        };
        command.Options.Add(zone);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            common.Read(parsed), ImportKind.Content, ContentFiles.FormOf, parsed.GetValue(zone), console,
            cancellationToken));
        return command;
    }

    private static Command CreateRatings(CliConsole console)
    {
        var (command, common) = CreateKind(
            "ratings", "Ratings as 'user::item::rating::unix seconds' lines, or separated by commas or tabs.");
        var scale = CommonOptions.Number("--scale", "The best rating there is.", double.Epsilon, 1e9, 10.0);
        command.Options.Add(scale);
        command.SetAction((parsed, cancellationToken) =>
        {
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            var form = TextLines.Ratings(parsed.GetValue(scale), now);
            return RunAsync(common.Read(parsed), ImportKind.Events, _ => form, null, console, cancellationToken);
        });
        return command;
    }

    private static (Command Command, Inputs Inputs) CreateKind(string name, string description)
    {
        var inputs = new Inputs(
            new Argument<string[]>("FILE")
            {
                Description = "The files, in this order.", Arity = ArgumentArity.OneOrMore,
            },
            CommonOptions.Data(), CommonOptions.Url());
        return (new Command(name, description) { inputs.Files, inputs.Data, inputs.Url }, inputs);
    }

    private static async Task<int> RunAsync(
        Chosen chosen, ImportKind kind, Func<string, ILineForm?> formOf, TimeZoneInfo? zone, CliConsole console,
        CancellationToken cancellationToken)
    {
        var total = chosen.Files.Sum(LengthOf);
        await using IImportTarget target = chosen.Url is { } url
            ? new HttpTarget(url)
            : await LocalTarget.OpenAsync(chosen.Data, cancellationToken);
        var import = new FileImport(target, kind, console);
        await console.WithProgressAsync("Importing", async progress =>
        {
            var before = 0L;
            foreach (var file in chosen.Files)
            {
                var start = before;
                if (formOf(file) is { } form)
                {
                    var done = new Bytes(bytes => progress.Report((start + bytes) / (double)Math.Max(1, total)));
                    await import.SendAsync(file, form, done, cancellationToken);
                }
                else
                {
                    await import.SendAsync(file, FixtureDocument.Read(file, zone!), cancellationToken);
                }

                before += LengthOf(file);
                progress.Report(before / (double)Math.Max(1, total));
            }

            await target.FinishAsync(cancellationToken);
            return true;
        });
        import.Summarise();
        return import.Rejected == 0 ? CommandLine.Success : CommandLine.Failure;
    }

    private static long LengthOf(string file)
    {
        var info = new FileInfo(file);
        return info.Exists ? info.Length : throw new CliException($"There is no file {file}.");
    }

    private sealed record Inputs(Argument<string[]> Files, Option<string> Data, Option<Uri?> Url)
    {
        public Chosen Read(ParseResult parsed) =>
            new(parsed.GetValue(Files)!, parsed.GetValue(Data)!, parsed.GetValue(Url));
    }

    private sealed record Chosen(string[] Files, string Data, Uri? Url);

    private sealed class Bytes(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}

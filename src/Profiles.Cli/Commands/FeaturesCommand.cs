using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Profiles.Cli.Exporting;
using Profiles.Cli.Hosting;
using Profiles.Core.Features;
using Profiles.Core.Models;
using Profiles.Storage.Models;
using Profiles.Streaming.Features;

namespace Profiles.Cli.Commands;

/// <summary>Lists feature views, and exports point-in-time features joined to events.</summary>
internal static class FeaturesCommand
{
    private const string Tenant = "default";
    private const string Ndjson = "ndjson";
    private const string Csv = "csv";

    public static Command Create(CliConsole console) => new(
        "features", "Named, versioned features of viewers: list them, or export them as of events.")
    {
        CreateList(console),
        CreateExport(console),
    };

    private static Command CreateList(CliConsole console)
    {
        var command = new Command("list", "Each view with its features: name, type, unit and range, meaning.");
        command.SetAction(async (_, _) =>
        {
            foreach (var view in FeatureViews.All)
            {
                var of = view.IsOfPairs ? "pairs" : "viewers";
                await console.Out.WriteLineAsync($"{view.Id}\t{of}\t{view.Summary}");
                foreach (var feature in view.Features)
                {
                    await console.Out.WriteLineAsync(
                        $"  {feature.Name}\t{feature.Type.ToString().ToLowerInvariant()}\t{feature.Unit}\t"
                        + feature.Summary);
                }
            }

            return CommandLine.Success;
        });
        return command;
    }

    private static Command CreateExport(CliConsole console)
    {
        var data = CommonOptions.Data();
        var view = new Option<FeatureView>("--view")
        {
            Description = "Which view: NAME, or NAME@VERSION.",
            HelpName = "VIEW",
            Required = true,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (FeatureViews.TryFind(text, out var found)) return found;
                result.AddError(FeatureViews.RemedyOf(text));
                return null;
            },
        };
        var file = new Option<string>("--as-of-events")
        {
            Description = "Events as NDJSON, with labels or anything else beside them.",
            HelpName = "FILE",
            Required = true,
        };
        var format = new Option<string>("--format")
        {
            Description = "How it is written.",
            DefaultValueFactory = _ => Ndjson,
        };
        format.AcceptOnlyFromAmong(Ndjson, Csv);
        var command = new Command(
            "export", "Writes each event with the features as of just before it: nothing later gets in.")
        {
            view, file, data, format,
        };
        command.SetAction((parsed, cancellationToken) => ExportAsync(
            parsed.GetValue(view)!, parsed.GetValue(file)!, parsed.GetValue(data)!, parsed.GetValue(format) == Csv,
            console, cancellationToken));
        return command;
    }

    private static async Task<int> ExportAsync(
        FeatureView view, string file, string dataPath, bool isCsv, CliConsole console,
        CancellationToken cancellationToken)
    {
        if (!Directory.Exists(dataPath)) throw new CliException($"There is no data folder {dataPath}.");
        var events = LabelledEvents.Read(file, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        var model = new ModelFolder(ModelFolder.FolderOf(dataPath)).OpenCurrent();
        IFeatureForm form = isCsv ? new CsvFeatures(view, model) : new NdjsonFeatures(view);
        var rows = new byte[events.Events.Count][];
        var report = await RunAsync(view, model, events, rows, form, dataPath, cancellationToken);

        form.Write(events, rows, console.OutStream);
        await console.OutStream.FlushAsync(cancellationToken);
        await console.Error.WriteLineAsync(
            $"{view.Id}: {report.FromLog} as of the log, {report.ByTime} by time, undecodable {report.Undecodable}");
        if (report.IncompletePartitions > 0)
        {
            await console.Error.WriteLineAsync(
                $"The oldest records of {report.IncompletePartitions} partitions are gone by retention: "
                + "features do not count what was in them.");
        }

        return CommandLine.Success;
    }

    private static async Task<FeatureExportReport> RunAsync(
        FeatureView view, RankingModel model, LabelledEvents events, byte[][] rows, IFeatureForm form, string dataPath,
        CancellationToken cancellationToken)
    {
        await using var platform = await LocalPlatform.StartAsync(dataPath, cancellationToken);
        await platform.WaitUntilFoldedAsync(cancellationToken);
        return await platform.Services.GetRequiredService<FeatureExport>().RunAsync(
            view, model, Tenant, events.Events, (index, row) => rows[index] = form.Encode(row), cancellationToken);
    }
}

using System.CommandLine;
using System.Globalization;
using Profiles.Storage.Models;

namespace Profiles.Cli.Commands;

/// <summary>
/// Looks at the versions of the model and chooses the one that serves. Works beside a running server, which follows.
/// </summary>
internal static class ModelsCommand
{
    public static Command Create(CliConsole console) => new(
        "models", "Versions of the model: list them, promote one, or go back to the one before.")
    {
        CreateList(console),
        CreatePromote(console),
        CreateRollback(console),
    };

    private static Command CreateList(CliConsole console)
    {
        var data = CommonOptions.Data();
        var command = new Command("list", "The newest first, a line each: version, state, creation, items, metrics.")
        {
            data,
        };
        command.SetAction(async (parsed, _) =>
        {
            var store = StoreOf(parsed.GetValue(data)!);
            var states = store.ReadStates();
            foreach (var version in store.List()) await console.Out.WriteLineAsync(LineOf(version, states));
            return CommandLine.Success;
        });
        return command;
    }

    private static Command CreatePromote(CliConsole console)
    {
        var data = CommonOptions.Data();
        var version = new Argument<string>("VERSION") { Description = "The version that is to serve." };
        var force = new Option<bool>("--force") { Description = "Even if its offline metrics are worse." };
        var command = new Command(
            "promote", "Makes a version serve, unless it is damaged or its offline metrics fall below the current's.")
        {
            version, data, force,
        };
        command.SetAction((parsed, _) => TellAsync(
            console,
            StoreOf(parsed.GetValue(data)!).Promote(parsed.GetValue(version)!, parsed.GetValue(force))));
        return command;
    }

    private static Command CreateRollback(CliConsole console)
    {
        var data = CommonOptions.Data();
        var command = new Command("rollback", "Makes the version serve that served before.") { data };
        command.SetAction((parsed, _) => TellAsync(console, StoreOf(parsed.GetValue(data)!).Rollback()));
        return command;
    }

    private static ModelStore StoreOf(string dataPath) => Directory.Exists(dataPath)
        ? new ModelStore(ModelStore.FolderOf(dataPath))
        : throw new CliException($"There is no data folder {dataPath}.");

    private static async Task<int> TellAsync(CliConsole console, ModelChange change)
    {
        if (!change.IsDone) throw new CliException(change.Reason + ".");
        await console.Out.WriteLineAsync(change.Reason);
        return CommandLine.Success;
    }

    private static string LineOf(ModelVersion version, ModelStates states)
    {
        var state = version.Version == states.Current ? "current"
            : version.Version == states.Shadow ? "shadow"
            : states.Previous.Contains(version.Version) ? "previous"
            : "-";
        if (version.Manifest is not { } manifest)
            return $"{version.Version}\t{state}\trefused\t{version.Refusal!.Message.ReplaceLineEndings(" ")}";

        var metrics = string.Join(
            ' ',
            manifest.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal)
                .Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Key}={metric.Value:0.0000}")));
        return $"{version.Version}\t{state}\t{manifest.CreatedAt.UtcDateTime:O}\t{manifest.Items} items\t{metrics}";
    }
}

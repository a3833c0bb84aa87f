using System.CommandLine;
using System.Globalization;
using Profiles.Cli.Hosting;
using Profiles.Storage.Models;
using Profiles.Storage.Postgres;

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
        var (data, cluster) = (CommonOptions.Data(), CommonOptions.Cluster());
        var command = new Command("list", "The newest first, a line each: version, state, creation, items, metrics.")
        {
            data, cluster,
        };
        command.SetAction((parsed, cancellationToken) => WithStoreAsync(
            parsed.GetValue(data)!, parsed.GetValue(cluster),
            async store =>
            {
                var states = store.ReadStates();
                foreach (var version in store.List()) await console.Out.WriteLineAsync(LineOf(version, states));
                return CommandLine.Success;
            },
            cancellationToken));
        return command;
    }

    private static Command CreatePromote(CliConsole console)
    {
        var (data, cluster) = (CommonOptions.Data(), CommonOptions.Cluster());
        var version = new Argument<string>("VERSION") { Description = "The version that is to serve." };
        var force = new Option<bool>("--force") { Description = "Even if its offline metrics are worse." };
        var command = new Command(
            "promote", "Makes a version serve, unless it is damaged or its offline metrics fall below the current's.")
        {
            version, data, cluster, force,
        };
        command.SetAction((parsed, cancellationToken) => WithStoreAsync(
            parsed.GetValue(data)!, parsed.GetValue(cluster),
            store => TellAsync(console, store.Promote(parsed.GetValue(version)!, parsed.GetValue(force))),
            cancellationToken));
        return command;
    }

    private static Command CreateRollback(CliConsole console)
    {
        var (data, cluster) = (CommonOptions.Data(), CommonOptions.Cluster());
        var command = new Command("rollback", "Makes the version serve that served before.")
        {
            data, cluster,
        };
        command.SetAction((parsed, cancellationToken) => WithStoreAsync(
            parsed.GetValue(data)!, parsed.GetValue(cluster), store => TellAsync(console, store.Rollback()),
            cancellationToken));
        return command;
    }

    private static async Task<int> WithStoreAsync(
        string dataPath, string? connection, Func<ModelStore, Task<int>> work, CancellationToken cancellationToken)
    {
        var folder = new ModelFolder(ModelFolder.FolderOf(dataPath));
        if (connection is null)
        {
            return Directory.Exists(dataPath)
                ? await work(folder)
                : throw new CliException($"There is no data folder {dataPath}.");
        }

        await using var cluster = await ClusterDatabase.OpenAsync(connection, cancellationToken);
        return await ClusterDatabase.ExplainedAsync(() => work(new PostgresModelStore(cluster, folder)));
    }

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

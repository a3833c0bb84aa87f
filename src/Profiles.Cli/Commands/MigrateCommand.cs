using System.CommandLine;
using Profiles.Cli.Hosting;
using Profiles.Storage;
using Profiles.Storage.Migration;
using Profiles.Storage.Postgres;

namespace Profiles.Cli.Commands;

/// <summary>Moves a data folder into the empty database of a cluster.</summary>
internal static class MigrateCommand
{
    private const int DefaultPartitions = 32;

    public static Command Create(CliConsole console)
    {
        var (data, cluster) = (CommonOptions.Data(), CommonOptions.Cluster());
        var partitions = CommonOptions.Number(
            "--partitions", "How many partitions the cluster gets, for ever: at least as many as silos will ever fold.",
            1, PostgresCluster.MaxPartitions, DefaultPartitions);
        var command = new Command(
            "migrate",
            "Moves a data folder into the empty database of a cluster, and reads it again to compare. The folder stays "
            + "as it is; the silos fold its log anew when they start.")
        {
            data, cluster, partitions,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(cluster) is null)
                result.AddError($"{cluster.Name} or {CommonOptions.ClusterVariable} is missing.");
        });
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(data)!, parsed.GetValue(cluster)!, parsed.GetValue(partitions), console,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string dataPath, string connection, int partitions, CliConsole console, CancellationToken cancellationToken)
    {
        if (!DataFolder.Exists(dataPath)) throw new CliException($"There is no data folder {dataPath}.");
        var report = await ClusterDatabase.ExplainedAsync(async () =>
        {
            using var folder = DataFolder.Open(dataPath, TimeProvider.System);
            await using var cluster = await PostgresCluster.OpenToFillAsync(connection, partitions, cancellationToken);
            return await console.WithProgressAsync(
                "Moving the log",
                progress => new FolderMigration(folder, cluster).RunAsync(progress, cancellationToken));
        });
        await console.Out.WriteLineAsync(
            $"records {report.Records} in {report.Partitions} partitions, revisions {report.Revisions}, "
            + $"changes of experiments {report.Experiments}, dead letters {report.DeadLetters}, "
            + $"models {report.Models}: moved, read again and found the same");
        return CommandLine.Success;
    }
}

using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Profiles.Cli.Hosting;
using Profiles.Streaming.Rebuilding;

namespace Profiles.Cli.Commands;

/// <summary>Folds every profile again from the log and compares it with the live one.</summary>
internal static class RebuildCommand
{
    private const int MaxPrinted = 100;

    public static Command Create(CliConsole console)
    {
        var data = CommonOptions.Data();
        var command = new Command(
            "rebuild", "Folds every profile again from the log and reports any difference from the live ones.")
        {
            data,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(data)!, console, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string dataPath, CliConsole console, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(dataPath)) throw new CliException($"There is no data folder {dataPath}.");
        await using var platform = await LocalPlatform.StartAsync(dataPath, cancellationToken);
        await platform.WaitUntilFoldedAsync(cancellationToken);
        var rebuild = platform.Services.GetRequiredService<ProfileRebuild>();
        var result = await console.WithProgressAsync(
            "Folding the log again", progress => rebuild.RunAsync(new Share(progress), cancellationToken));

        foreach (var difference in result.Differences.Take(MaxPrinted)) await console.Error.WriteLineAsync(difference);
        if (result.DifferenceCount > MaxPrinted)
            await console.Error.WriteLineAsync($"... and {result.DifferenceCount - MaxPrinted} more differ");
        await console.Out.WriteLineAsync(
            $"profiles {result.Users}, devices {result.Units - result.Users}, records {result.Records}, "
            + $"differences {result.DifferenceCount}, unverifiable {result.Unverifiable}, "
            + $"undecodable {result.Undecodable}");
        return result.DifferenceCount == 0 ? CommandLine.Success : CommandLine.Failure;
    }

    private sealed class Share(IProgress<double> progress) : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value) =>
            progress.Report(value.Done / (double)Math.Max(1, value.Total));
    }
}

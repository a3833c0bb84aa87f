using System.CommandLine;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Profiles.Cli.Hosting;
using Profiles.Core.Text;
using Profiles.Streaming.Rebuilding;

namespace Profiles.Cli.Commands;

/// <summary>Folds every profile again from the log and compares it with the live one.</summary>
internal static class RebuildCommand
{
    private const int MaxPrinted = 100;

    public static Command Create(CliConsole console)
    {
        var data = CommonOptions.Data();
        var asOf = new Option<long?>("--as-of")
        {
            Description = "Only up to this time (RFC 3339): works out the signals of the slates served until then "
                + "and compares them with the logged ones.",
            HelpName = "TIME",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var unixMs)) return unixMs;
                result.AddError($"'{text}' is not a time such as 2026-01-31T20:00:00Z.");
                return null;
            },
        };
        var command = new Command(
            "rebuild", "Folds every profile again from the log and reports any difference from the live ones.")
        {
            data, asOf,
        };
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(asOf) is { } atUnixMs
            ? RunAsOfAsync(parsed.GetValue(data)!, atUnixMs, console, cancellationToken)
            : RunAsync(parsed.GetValue(data)!, console, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsOfAsync(
        string dataPath, long atUnixMs, CliConsole console, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(dataPath)) throw new CliException($"There is no data folder {dataPath}.");
        await using var platform = await LocalPlatform.StartAsync(dataPath, cancellationToken);
        await platform.WaitUntilFoldedAsync(cancellationToken);
        var report = await platform.Services.GetRequiredService<SlateRebuild>().RunAsync(atUnixMs, cancellationToken);

        foreach (var difference in report.Differences.Take(MaxPrinted)) await console.Error.WriteLineAsync(difference);
        if (report.DifferenceCount > MaxPrinted)
            await console.Error.WriteLineAsync($"... and {report.DifferenceCount - MaxPrinted} more differ");
        foreach (var (reason, count) in report.UnverifiableReasons)
            await console.Error.WriteLineAsync($"{count} slates cannot be verified: {reason}");
        await console.Out.WriteLineAsync(
            $"profiles {report.Users}, devices {report.Devices}, records {report.Records}, slates {report.Slates}, "
            + $"values {report.Values}, differences {report.DifferenceCount}, unverifiable {report.Unverifiable}, "
            + $"undecodable {report.Undecodable}");
        return report.DifferenceCount == 0 ? CommandLine.Success : CommandLine.Failure;
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

using System.Text;

namespace Profiles.Cli.Tests;

/// <summary>One run of the command line, in this process.</summary>
internal sealed record CommandRun(int ExitCode, string Out, string Error)
{
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static async Task<CommandRun> OfAsync(params string[] args)
    {
        using var bytes = new MemoryStream();
        using var error = new StringWriter();
        await using var output = new StreamWriter(bytes, new UTF8Encoding(false), leaveOpen: true) { AutoFlush = true };
        var console = new CliConsole(output, bytes, error, IsInteractive: false);
        var code = await CommandLine.RunAsync(args, console, TestContext.Current.CancellationToken);
        return new CommandRun(code, Encoding.UTF8.GetString(bytes.ToArray()), error.ToString());
    }
}

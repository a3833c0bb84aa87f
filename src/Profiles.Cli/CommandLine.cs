using System.CommandLine;
using System.CommandLine.Invocation;
using Profiles.Cli.Commands;

namespace Profiles.Cli;

/// <summary>The commands of <c>profiles</c>, and what the process exits with.</summary>
internal static class CommandLine
{
    /// <summary>All was well.</summary>
    public const int Success = 0;

    /// <summary>Something went wrong; the error stream says what.</summary>
    public const int Failure = 1;

    /// <summary>The command was used in a wrong way.</summary>
    public const int WrongUsage = 2;

    // A server drains its requests and writes a checkpoint before it goes.
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Runs a command line.</summary>
    public static async Task<int> RunAsync(string[] args, CliConsole console, CancellationToken cancellationToken)
    {
        var parsed = Root(console).Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction)
        {
            var command = string.Join(' ', PathOf(parsed.CommandResult.Command, parsed.RootCommandResult.Command));
            var reason = OneLine(parsed.Errors[0].Message);
            await console.Error.WriteLineAsync($"profiles: {reason} Try '{command} --help'.");
            return WrongUsage;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = DrainTimeout,
                    Output = console.Out,
                    Error = console.Error,
                },
                cancellationToken);
        }
        catch (CliException failure)
        {
            await console.Error.WriteLineAsync("profiles: " + OneLine(failure.Message));
            return failure.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await console.Error.WriteLineAsync("profiles: interrupted");
            return Failure;
        }
        catch (Exception fault)
        {
            await console.Error.WriteLineAsync("profiles: " + OneLine(fault.Message));
            return Failure;
        }
    }

    private static RootCommand Root(CliConsole console)
    {
        var root = new RootCommand("Live viewer profiles: events in, profiles out a moment later, each counted once.");
        root.Subcommands.Add(ServeCommand.Create(console));
        root.Subcommands.Add(ImportCommand.Create(console));
        root.Subcommands.Add(RebuildCommand.Create(console));
        root.Subcommands.Add(MigrateCommand.Create(console));
        root.Subcommands.Add(FeaturesCommand.Create(console));
        root.Subcommands.Add(QueryCommand.Create(console));
        root.Subcommands.Add(SimulateCommand.Create(console));
        root.Subcommands.Add(DeadLettersCommand.Create(console));
        root.Subcommands.Add(TrainCommand.Create(console));
        root.Subcommands.Add(EvaluateCommand.Create(console));
        root.Subcommands.Add(ModelsCommand.Create(console));
        root.Subcommands.Add(ExperimentsCommand.Create(console));
        return root;
    }

    private static Stack<string> PathOf(Command command, Command root)
    {
        var names = new Stack<string>();
        for (var at = command; at is not null && at != root; at = at.Parents.OfType<Command>().FirstOrDefault())
            names.Push(at.Name);
        names.Push("profiles");
        return names;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}

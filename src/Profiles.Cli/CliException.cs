namespace Profiles.Cli;

/// <summary>A command cannot go on, for a reason that fits in one line.</summary>
internal sealed class CliException(string message, int exitCode = CommandLine.Failure) : Exception(message)
{
    /// <summary>What the process exits with.</summary>
    public int ExitCode => exitCode;
}

using System.ComponentModel;
using System.Diagnostics;

namespace Profiles.Infrastructure.Tests;

/// <summary>One run of a program, to its end.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Runs a program; null where the machine lacks it.</summary>
    public static ToolRun? Of(string program, string folder, string input, params string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }

            return new ToolRun(process.ExitCode, output.Result, errors.Result);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}

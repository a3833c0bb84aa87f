using System.Diagnostics;

namespace Profiles.Benchmarks.Http;

/// <summary>A command of the program, run to its end in a process of its own.</summary>
internal static class ProgramCommand
{
    /// <summary>Runs it; its output goes to a file where one is named, and is dropped otherwise.</summary>
    public static async Task RunAsync(string[] arguments, string? outputFile = null)
    {
        var start = new ProcessStartInfo("dotnet", [ServerUnderLoad.ProgramPath, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        await using (var output = outputFile is null ? Stream.Null : File.Create(outputFile))
            await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', arguments)}: {await errors}");
    }
}

using System.Diagnostics;

namespace Profiles.Cli.Tests;

/// <summary>A script that Node runs: lines go in and come out.</summary>
internal sealed class NodeClient(Process process) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Task<string> _errors = process.StandardError.ReadToEndAsync();

    /// <summary>Where the script reads.</summary>
    public StreamWriter Input => process.StandardInput;

    /// <summary>The next line that the script writes.</summary>
    public async Task<string> ReadLineAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        if (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line) return line;
        Assert.Fail($"The script has ended: {await _errors}");
        return "";
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace Profiles.Silo.Tests;

/// <summary>A run of <c>profiles</c>, as it was built beside the tests.</summary>
internal sealed class CliProcess : IAsyncDisposable
{
    private static readonly string Program = typeof(CliProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "ProfilesCli").Value!;

    private readonly Process _process;
    private readonly Task<string> _out;
    private readonly Task<string> _error;

    private CliProcess(string[] arguments)
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        (_out, _error) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    public bool HasExited => _process.HasExited;

    public static CliProcess Start(params string[] arguments) => new(arguments);

    /// <summary>Serves a data folder, and waits until it is ready.</summary>
    public static async Task<(CliProcess Process, HttpClient Client)> ServeAsync(
        string dataPath, CancellationToken cancellationToken)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        free.Stop();
        var process = Start("serve", "--data", dataPath, "--urls", url);
        var client = new HttpClient { BaseAddress = new Uri(url) };
        while (true)
        {
            if (process.HasExited) throw new InvalidOperationException((await process.EndAsync()).Error);
            try
            {
                using var answer = await client.GetAsync("/health/ready", cancellationToken);
                if (answer.StatusCode == HttpStatusCode.OK) return (process, client);
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100, cancellationToken);
        }
    }

    /// <summary>Waits until it has ended.</summary>
    public async Task<(int ExitCode, string Out, string Error)> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_process.ExitCode, await _out, await _error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

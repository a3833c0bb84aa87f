using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace Profiles.Benchmarks.Http;

/// <summary>A server process on a loopback port: the program itself, or bare Kestrel as the yardstick.</summary>
internal sealed class ServerUnderLoad : IDisposable
{
    private readonly Process _process;

    private ServerUnderLoad(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>The program under test.</summary>
    public static string ProgramPath => Metadata("ProfilesProgram");

    public Uri Address { get; }

    public long WorkingSetBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>What it has used of the processors, which hardly depends on what else runs there.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static Task<ServerUnderLoad> StartProfilesAsync(string dataPath) =>
        StartAsync("/health/ready", url =>
            [ProgramPath, "serve", "--urls", url, "--data", dataPath]);

    public static Task<ServerUnderLoad> StartBareKestrelAsync(string bodyFile) =>
        StartAsync("/", url => [typeof(ServerUnderLoad).Assembly.Location, "bare-kestrel", url, bodyFile]);

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGTERM, then waits until the process has drained and ended.</summary>
    public void Stop()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        kill.WaitForExit();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    private static async Task<ServerUnderLoad> StartAsync(string readyPath, Func<string, string[]> arguments)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", arguments(address.OriginalString))
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var server = new ServerUnderLoad(process, address);
        using var client = new HttpClient();
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(2); await Task.Delay(10))
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(address, readyPath));
                if (answer.IsSuccessStatusCode) return server;
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                // Not listening yet.
            }
        }

        server.Dispose();
        throw new TimeoutException("The server was not ready in two minutes.");
    }

    private static string Metadata(string key) =>
        typeof(ServerUnderLoad).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == key).Value!;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

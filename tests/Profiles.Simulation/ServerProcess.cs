using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;

namespace Profiles.Simulation;

/// <summary>The real program, serving a data folder on a loopback port, to be killed at any moment.</summary>
public sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    /// <summary>What the process printed, for the message of a failed test.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    public static string Program =>
        typeof(ServerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "ProfilesProgram").Value!;

    /// <param name="dataPath">The data folder.</param>
    /// <param name="checkpointInterval">
    /// How often states are written; a short one puts kills into the middle of it.
    /// </param>
    /// <param name="rowInterval">How often rows for analysts are written; the same.</param>
    public static ServerProcess Start(
        string dataPath, TimeSpan? checkpointInterval = null, TimeSpan? rowInterval = null)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])[Program, "serve", "--urls", address.OriginalString, "--data", dataPath])
            start.ArgumentList.Add(argument);
        if (checkpointInterval is { } interval)
            start.Environment["Profiles__CheckpointInterval"] = interval.ToString();
        if (rowInterval is { } rows)
            start.Environment["Profiles__Analytics__FlushInterval"] = rows.ToString();
        return new ServerProcess(Process.Start(start)!, address);
    }

    /// <summary>Waits until the server says that it has caught up with its log.</summary>
    public async Task WaitUntilReadyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var started = Stopwatch.StartNew();
        while (true)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The server ended with {_process.ExitCode}:\n{Output}");
            if (started.Elapsed > StartLimit)
                throw new TimeoutException($"The server was not ready within {StartLimit}:\n{Output}");

            try
            {
                using var answer = await client.GetAsync(new Uri(Address, "/health/ready"), cancellationToken);
                if (answer.StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
        }
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_output)
        {
            // Bounded: only the end of a long output tells why a server failed.
            if (_output.Length > 64 * 1024) _output.Remove(0, 32 * 1024);
            _output.AppendLine(line);
        }
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;

namespace Profiles.Silo.Tests;

/// <summary>A node of a cluster on loopback, as a process of its own that can be killed.</summary>
public sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private SiloProcess(Process process, Uri address)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The program, as it was built beside the tests.</summary>
    public static string Program => typeof(SiloProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "ProfilesSilo").Value!;

    /// <summary>Speaks to the node.</summary>
    public HttpClient Client { get; }

    /// <summary>Whether it has ended, however it did.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it printed, for the message of a failed test.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Ports of loopback that nobody has at the moment.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners) listener.Start();
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }

    /// <summary>Starts a node at free ports.</summary>
    /// <param name="settings">Its environment, by the names with two underlines.</param>
    public static SiloProcess Start(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var ports = FreePorts(3);
        var address = new Uri($"http://127.0.0.1:{ports[0]}");
        var start = StartInfo();
        start.Environment["ASPNETCORE_URLS"] = address.OriginalString;
        start.Environment["Profiles__Silo__SiloPort"] = ports[1].ToString();
        start.Environment["Profiles__Silo__GatewayPort"] = ports[2].ToString();
        foreach (var (name, value) in settings) start.Environment[name] = value;
        return new SiloProcess(Process.Start(start)!, address);
    }

    /// <summary>Runs a node that is to end by itself.</summary>
    /// <param name="settings">Its environment.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it exits with, and its lines on both streams.</returns>
    public static async Task<(int ExitCode, string Out, string Error)> RunAsync(
        IEnumerable<KeyValuePair<string, string>> settings, params string[] arguments)
    {
        var start = StartInfo();
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Waits until the node says that it is ready.</summary>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (HasExited) throw new InvalidOperationException($"The node ended by itself:\n{Output}");
            try
            {
                using var answer = await Client.GetAsync("/health/ready", cancellationToken);
                if (answer.StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(LookInterval, cancellationToken);
        }
    }

    /// <summary>Ends it at once, by SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (!HasExited) _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Tells it to stop, by SIGTERM, and waits until it has.</summary>
    /// <returns>What it exits with.</returns>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]))
            await kill.WaitForExitAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Client.Dispose();
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo() => new("dotnet", [Program])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    };

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
    }
}

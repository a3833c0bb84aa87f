using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Profiles.Analytics.Tests;

/// <summary>
/// A PostgreSQL server of this test run: its own folder and port on the loopback address, gone with the run. Where the
/// tests run as root, it runs as nobody, since it refuses root.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private DirectoryInfo? _folder;
    private Process? _server;
    private int _port;

    /// <summary>Why there is none; null while it runs.</summary>
    public string? Missing { get; private set; }

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Pooling=false";

    private string Data => Path.Combine(_folder!.FullName, "data");

    public async ValueTask InitializeAsync()
    {
        if (FindBinaries() is not { } binaries)
        {
            Missing = "PostgreSQL is not installed: no initdb below /usr/lib/postgresql or in the path.";
            return;
        }

        _folder = Directory.CreateTempSubdirectory("profiles-postgres-");
        if (Environment.UserName == "root") await RunAsync("chown", "nobody", _folder.FullName);
        await RunAsync([
            .. AsSomebody(), Path.Combine(binaries, "initdb"), "-D", Data, "-U", "postgres", "-A", "trust",
            "-E", "UTF8", "--no-sync", "--locale=C",
        ]);
        _port = FreePort();
        _server = Start(
            [
                .. AsSomebody(), Path.Combine(binaries, "postgres"), "-D", Data, "-p", _port.ToString(),
                "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_folder.FullName}",
                "-c", "fsync=off", "-c", "max_connections=200",
            ]);
        await WaitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            // The server's own process id, as it wrote it; it ends at once.
            var id = (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0];
            await RunAsync("kill", "-QUIT", id);
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        _folder?.Delete(recursive: true);
    }

    private static string? FindBinaries()
    {
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            : [];
        var inPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return installed.Concat(inPath).LastOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    private static string[] AsSomebody() =>
        Environment.UserName == "root" ? ["runuser", "-u", "nobody", "--"] : ["env"];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/",
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task RunAsync(params string[] command)
    {
        using var process = Start(command);
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', command)}: {error}");
    }

    private async Task WaitAsync()
    {
        var said = new System.Text.StringBuilder();
        while (await _server!.StandardError.ReadLineAsync() is { } line)
        {
            said.AppendLine(line);
            if (!line.Contains("ready to accept connections", StringComparison.Ordinal)) continue;
            _ = _server.StandardError.ReadToEndAsync();
            await using var connection = new NpgsqlConnection(ConnectionString);
            await connection.OpenAsync();
            return;
        }

        throw new InvalidOperationException($"PostgreSQL did not start: {said}");
    }
}

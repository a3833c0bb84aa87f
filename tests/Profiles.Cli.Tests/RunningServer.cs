using System.Text;

namespace Profiles.Cli.Tests;

/// <summary><c>profiles serve</c> at a free port, in this process.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<int> _run;

    private RunningServer(Announcement output, string[] args)
    {
        var console = new CliConsole(output, Stream.Null, output, IsInteractive: false);
        _run = CommandLine.RunAsync(args, console, _stop.Token);
    }

    public HttpClient Client { get; } = new();

    public string Url => Client.BaseAddress!.OriginalString;

    public static async Task<RunningServer> StartAsync(string dataPath, params string[] more)
    {
        var output = new Announcement();
        var server = new RunningServer(output, ["serve", "--urls", "http://127.0.0.1:0", "--data", dataPath, .. more]);
        var announced = await Task.WhenAny(output.Address, server._run);
        Assert.True(announced == output.Address, output.ToString());
        server.Client.BaseAddress = new Uri(await output.Address);
        return server;
    }

    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _run;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client.Dispose();
        _stop.Dispose();
    }

    /// <summary>Waits for the line that names the address.</summary>
    private sealed class Announcement : StringWriter
    {
        private readonly TaskCompletionSource<string> _address =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Address => _address.Task;

        public override Encoding Encoding => Encoding.UTF8;

        public override Task WriteLineAsync(string? value)
        {
            WriteLine(value);
            if (value?.Split(' ') is ["profiles", "listens", "on", var address, ..]) _address.TrySetResult(address);
            return Task.CompletedTask;
        }
    }
}

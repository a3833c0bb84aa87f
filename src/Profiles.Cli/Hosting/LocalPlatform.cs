using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Profiles.Api.Hosting;
using Profiles.Contracts;
using Profiles.Streaming.Hosting;

namespace Profiles.Cli.Hosting;

/// <summary>The whole platform in this process, without HTTP.</summary>
internal sealed class LocalPlatform : IAsyncDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    private readonly IHost _host;

    private LocalPlatform(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    /// <summary>Opens a data folder, replays what its last owner had not written, and folds on.</summary>
    /// <exception cref="CliException">Another process has the folder open, or it cannot be used.</exception>
    public static async Task<LocalPlatform> StartAsync(string dataPath, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { ApplicationName = "profiles" });
        ApiHost.LogToErrorStream(builder);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        PlatformHosting.Use(builder, dataPath);
        var host = builder.Build();
        try
        {
            await PlatformHosting.StartAsync(host, dataPath, cancellationToken);
            return new LocalPlatform(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Waits until every durable event is folded.</summary>
    public async Task WaitUntilFoldedAsync(CancellationToken cancellationToken)
    {
        var platform = Services.GetRequiredService<IPlatformStatus>();
        while (platform.Read().Partitions.Any(partition => partition.Lag > 0))
            await Task.Delay(LookInterval, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _host.StopAsync(CancellationToken.None);
        }
        finally
        {
            _host.Dispose();
        }
    }
}

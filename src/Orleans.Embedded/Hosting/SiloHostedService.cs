using Microsoft.Extensions.Hosting;
using Orleans.Embedded.Activations;

namespace Orleans.Embedded.Hosting;

/// <summary>
/// Opens the silo before the other hosted services start, and ends its activations after they have stopped.
/// </summary>
internal sealed class SiloHostedService(GrainRuntime runtime) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        runtime.Start();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => runtime.StopAsync(cancellationToken);
}

using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using Profiles.Contracts.Cluster;
using Profiles.Contracts.Messages;
using Profiles.Streaming.Cluster;
using Profiles.Streaming.Pumping;

namespace Profiles.Streaming.Runtimes;

/// <summary>Hosts the grains in a silo of Microsoft Orleans.</summary>
internal static class GrainRuntimeExtensions
{
    private const int FirstPort = 15_000;
    private const int Ports = 16_000;

    // Processes begin at places of their own.
    private static int nextPort = Environment.ProcessId * 101;

    /// <summary>
    /// Adds a silo that is a cluster of its own, which listens on loopback only, and the way that records take to the
    /// grains.
    /// </summary>
    public static void AddGrainRuntime(this IHostApplicationBuilder builder)
    {
        var (siloPort, gatewayPort) = FreePorts();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(siloPort, gatewayPort));
        builder.Services.AddMessageSerialization();

        // This silo folds every partition, and there is no other: no owner has to be known.
        builder.Services.AddSingleton<PartitionOwners>();
        builder.Services.AddPlacementDirector<PartitionPlacement, PartitionPlacementDirector>();
        builder.Services.AddSingleton<IUnitRecordDelivery, GrainDelivery>();
    }

    private static (int First, int Second) FreePorts() => (FreePort(), FreePort());

    /// <summary>
    /// A port that nobody has, and that no connection that is opened meanwhile gets: those come from above the range.
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + (int)((uint)Interlocked.Increment(ref nextPort) % Ports);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it: the next one.
            }
        }
    }
}

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

    private static (int First, int Second) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}

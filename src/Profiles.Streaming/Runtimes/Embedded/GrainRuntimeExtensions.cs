using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Embedded.Streams;
using Orleans.Hosting;
using Profiles.Contracts;
using Profiles.Streaming.Pumping;

namespace Profiles.Streaming.Runtimes;

/// <summary>Hosts the grains in this process.</summary>
internal static class GrainRuntimeExtensions
{
    /// <summary>Adds the runtime of the grains, and the way that records take to them.</summary>
    public static void AddGrainRuntime(this IHostApplicationBuilder builder)
    {
        builder.UseOrleans(silo => silo.AddEmbeddedStreams(StreamNames.Provider, _ => new ReadOnlyStreamPublisher()));
        builder.Services.AddSingleton<IUnitRecordDelivery, StreamDelivery>();
    }
}

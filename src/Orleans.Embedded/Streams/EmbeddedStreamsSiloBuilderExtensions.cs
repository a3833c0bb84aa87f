using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Activations;
using Orleans.Hosting;
using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>Registers stream providers of our own.</summary>
public static class EmbeddedStreamsSiloBuilderExtensions
{
    /// <summary>
    /// Adds a stream provider. The publisher is made when somebody first publishes; whoever feeds the grains takes the
    /// <see cref="IStreamDispatcher"/> of the same name from the container.
    /// </summary>
    public static ISiloBuilder AddEmbeddedStreams(
        this ISiloBuilder builder, string name, Func<IServiceProvider, IStreamPublisher> publisher)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddKeyedSingleton(name, (services, _) => new StreamProvider(
            name, services.GetRequiredService<GrainRuntime>(), new Lazy<IStreamPublisher>(() => publisher(services))));
        builder.Services.AddKeyedSingleton<IStreamProvider>(
            name, (services, _) => services.GetRequiredKeyedService<StreamProvider>(name));
        builder.Services.AddKeyedSingleton<IStreamDispatcher>(
            name, (services, _) => services.GetRequiredKeyedService<StreamProvider>(name));
        return builder;
    }
}

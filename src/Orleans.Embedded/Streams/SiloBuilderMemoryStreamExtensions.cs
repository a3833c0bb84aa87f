using Orleans.Embedded.Streams;

namespace Orleans.Hosting;

/// <summary>Registers streams in memory.</summary>
public static class SiloBuilderMemoryStreamExtensions
{
    /// <summary>Adds a stream provider in memory; there is nothing to configure about it.</summary>
    public static ISiloBuilder AddMemoryStreams(
        this ISiloBuilder builder, string name, Action<ISiloMemoryStreamConfigurator>? configure = null)
    {
        if (configure is not null)
            throw new NotSupportedException("Streams in memory have nothing to configure in process.");
        return builder.AddEmbeddedStreams(name, services => new MemoryStreamPublisher(services, name));
    }
}

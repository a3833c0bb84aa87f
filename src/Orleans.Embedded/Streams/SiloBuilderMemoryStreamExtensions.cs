using Orleans.Embedded.Streams;

namespace Orleans.Hosting;

/// <summary>Registers streams in memory.</summary>
public static class SiloBuilderMemoryStreamExtensions
{
    /// <summary>Adds a stream provider in memory.</summary>
    public static ISiloBuilder AddMemoryStreams(this ISiloBuilder builder, string name) =>
        builder.AddEmbeddedStreams(name, services => new MemoryStreamPublisher(services, name));
}

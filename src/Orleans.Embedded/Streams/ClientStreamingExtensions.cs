using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace Orleans;

/// <summary>The stream providers of a silo, for code that is not a grain.</summary>
public static class ClientStreamingExtensions
{
    /// <summary>The provider of a name; throws when there is none.</summary>
    public static IStreamProvider GetStreamProvider(this IClusterClient client, string name)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.ServiceProvider.GetRequiredKeyedService<IStreamProvider>(name);
    }
}

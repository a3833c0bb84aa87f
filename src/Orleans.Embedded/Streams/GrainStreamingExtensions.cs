using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace Orleans;

/// <summary>The stream providers of a silo, for grains.</summary>
public static class GrainStreamingExtensions
{
    /// <summary>The provider of a name; throws when there is none.</summary>
    public static IStreamProvider GetStreamProvider(this Grain grain, string name) =>
        GetStreamProvider((IGrainBase)grain, name);

    /// <summary>The provider of a name; throws when there is none.</summary>
    public static IStreamProvider GetStreamProvider(this IGrainBase grain, string name)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain.GrainContext.ActivationServices.GetRequiredKeyedService<IStreamProvider>(name);
    }
}

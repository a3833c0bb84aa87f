using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Storage;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>Registers storage in memory.</summary>
public static class MemoryGrainStorageSiloBuilderExtensions
{
    /// <summary>Adds storage in memory under a name.</summary>
    public static ISiloBuilder AddMemoryGrainStorage(this ISiloBuilder builder, string name)
    {
        builder.Services.AddKeyedSingleton<IGrainStorage, MemoryGrainStorage>(name);
        return builder;
    }

    /// <summary>Adds storage in memory for states that name none.</summary>
    public static ISiloBuilder AddMemoryGrainStorageAsDefault(this ISiloBuilder builder) =>
        builder.AddMemoryGrainStorage(StatePlace.DefaultStorageName);
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Embedded.Activations;
using Orleans.Embedded.Invocation;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded.Hosting;

/// <summary>Adds the grain runtime to a host, once.</summary>
internal sealed class SiloBuilder : ISiloBuilder
{
    private SiloBuilder(IServiceCollection services, IConfiguration configuration)
    {
        Services = services;
        Configuration = configuration;
    }

    public IServiceCollection Services { get; }

    public IConfiguration Configuration { get; }

    public static SiloBuilder Add(IServiceCollection services, IConfiguration configuration)
    {
        if (services.All(service => service.ServiceType != typeof(GrainRuntime)))
        {
            services.TryAddSingleton(TimeProvider.System);
            services.TryAddSingleton(_ => GrainManifestBuilder.FromLoadedAssemblies());
            services.AddSingleton<GrainRuntime>();
            services.AddSingleton<GrainFactory>();
            services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<GrainFactory>());
            services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<GrainFactory>());
            services.AddTransient<IGrainContext>(_ => Activation.Current
                ?? throw new InvalidOperationException("There is a grain context only inside a grain."));
            services.TryAddSingleton<MemoryGauge>();
            services.AddSingleton<IValidateOptions<GrainCollectionOptions>, GrainCollectionOptionsValidator>();
            services.AddSingleton<IValidateOptions<SiloMessagingOptions>, SiloMessagingOptionsValidator>();
            services.AddHostedService<SiloHostedService>();
            services.AddHostedService<ActivationCollector>();
        }

        return new SiloBuilder(services, configuration);
    }
}

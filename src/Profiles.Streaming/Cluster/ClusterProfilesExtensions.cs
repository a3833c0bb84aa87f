using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using Orleans.Runtime;
using Profiles.Contracts;
using Profiles.Contracts.Cluster;
using Profiles.Contracts.Messages;
using Profiles.Storage;
using Profiles.Storage.Catalogue;
using Profiles.Storage.EventLog;
using Profiles.Storage.Experiments;
using Profiles.Storage.Models;
using Profiles.Storage.Operations;
using Profiles.Storage.Postgres;
using Profiles.Storage.Segments;
using Profiles.Streaming.Catalogue;
using Profiles.Streaming.Experiments;
using Profiles.Streaming.Hosting;
using Profiles.Streaming.Pumping;
using Profiles.Streaming.Segments;
using Profiles.Streaming.Trends;
using Profiles.Streaming.Runtimes;

namespace Profiles.Streaming.Cluster;

/// <summary>Puts a host's share of the platform beside a silo of Microsoft Orleans.</summary>
public static class ClusterProfilesExtensions
{
    /// <summary>Adds the platform; whoever calls adds the silo, with the clustering it wants.</summary>
    /// <exception cref="ValidationException">An option is out of its range; the message names all that are.</exception>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or refuses.</exception>
    public static async Task AddClusterProfilesAsync(
        this IHostApplicationBuilder builder, ProfilesHostOptions host, ClusterOptions options,
        CancellationToken cancellationToken)
    {
        await builder.AddSharedPlatformAsync(host, options, cancellationToken);
        var services = builder.Services;
        services.AddSingleton<PartitionLeases>();
        services.AddSingleton<PartitionOwners>();
        services.AddSingleton<IIncomingGrainCallFilter, StaleUnitFilter>();
        services.AddSingleton<IUnitRecordDelivery, GrainDelivery>();
        services.AddPlacementDirector<PartitionPlacement, PartitionPlacementDirector>();
        services.AddSingleton<IReadinessSource, SiloReadiness>();
        services.AddSingleton<PartitionOwnership>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(
            provider => provider.GetRequiredService<PartitionOwnership>());
        AddHostedServices(services);
    }

    /// <summary>
    /// Adds what a host of the API needs that folds nothing: it appends to the log itself, has copies of what all hosts
    /// share, and calls the grains. Whoever calls adds the client of the silos.
    /// </summary>
    /// <exception cref="ValidationException">An option is out of its range; the message names all that are.</exception>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or refuses.</exception>
    public static async Task AddClusterApiAsync(
        this IHostApplicationBuilder builder, ProfilesHostOptions host, ClusterOptions options,
        CancellationToken cancellationToken)
    {
        await builder.AddSharedPlatformAsync(host, options, cancellationToken);
        builder.Services.AddSingleton<GatewayReadiness>();
        builder.Services.AddSingleton<IReadinessSource>(provider => provider.GetRequiredService<GatewayReadiness>());
        AddHostedServices(builder.Services);
    }

    private static async Task AddSharedPlatformAsync(
        this IHostApplicationBuilder builder, ProfilesHostOptions host, ClusterOptions options,
        CancellationToken cancellationToken)
    {
        var errors = EmbeddedProfilesExtensions.ErrorsOf(options);
        if (errors.Count > 0) throw new ValidationException(string.Join(" ", errors));

        var cluster = await PostgresCluster.OpenAsync(
            options.ConnectionString, options.Partitions, cancellationToken);
        var logs = await PostgresEventLogs.OpenAsync(
            cluster, new EventLogOptions(), TimeProvider.System, cancellationToken);
        var services = builder.Services;
        services.AddSingleton(options);

        // Made by functions, so that the container ends them, the logs before the connections.
        services.AddSingleton(_ => cluster);
        services.AddSingleton(provider =>
        {
            provider.GetRequiredService<PostgresCluster>();
            return new PartitionSet(logs);
        });
        services.AddMessageSerialization();
        builder.AddPlatform(host);
        AddSharedStores(services);
        services.AddSingleton<IReadBarrier, ClusterReadBarrier>();
        services.AddSingleton<IOutgoingGrainCallFilter, MovingPartitionCalls>();
    }

    private static void AddHostedServices(IServiceCollection services)
    {
        services.AddHostedService(provider => provider.GetRequiredService<TrendPublisher>());
        services.AddHostedService<TrendFetcher>();
        services.AddHostedService<StoreFollower>();
        EmbeddedProfilesExtensions.AddServingServices(services);
    }

    /// <summary>What all hosts share, and this host's copies of it.</summary>
    private static void AddSharedStores(IServiceCollection services)
    {
        services.AddSingleton<ILogShare, HeldLogs>();
        services.AddSingleton<SharedChanges>();
        services.AddSingleton<IContentStore, PostgresContentStore>();
        services.AddSingleton<ISegmentStore, PostgresSegmentStore>();
        services.AddSingleton<IDeadLetterStore, PostgresDeadLetterStore>();
        services.AddSingleton<IExperimentStore, PostgresExperimentStore>();
        services.AddSingleton<ModelStore>(provider => new PostgresModelStore(
            provider.GetRequiredService<PostgresCluster>(),
            new ModelFolder(ModelFolder.FolderOf(provider.GetRequiredService<DataFolder>().Path))));
        services.AddSingleton<IStoreCopy>(provider => provider.GetRequiredService<ContentCatalogue>());
        services.AddSingleton<IStoreCopy>(provider => provider.GetRequiredService<ExperimentHost>());
        services.AddSingleton<IStoreCopy>(provider => provider.GetRequiredService<SegmentSet>());
    }
}

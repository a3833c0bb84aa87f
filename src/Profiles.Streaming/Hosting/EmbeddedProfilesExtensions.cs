using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using Profiles.Contracts;
using Profiles.Contracts.Experiments;
using Profiles.Core.Events;
using Profiles.Core.Slates;
using Profiles.Core.Text;
using Profiles.Core.Units;
using Profiles.Storage;
using Profiles.Storage.Catalogue;
using Profiles.Storage.EventLog;
using Profiles.Storage.Experiments;
using Profiles.Storage.Models;
using Profiles.Storage.Operations;
using Profiles.Storage.Segments;
using Profiles.Storage.Slates;
using Profiles.Streaming.Catalogue;
using Profiles.Streaming.Checkpoints;
using Profiles.Streaming.DeadLetters;
using Profiles.Streaming.EventHubs;
using Profiles.Streaming.Experiments;
using Profiles.Streaming.Features;
using Profiles.Streaming.Ingestion;
using Profiles.Streaming.Rebuilding;
using Profiles.Streaming.Runtimes;
using Profiles.Streaming.Segments;
using Profiles.Streaming.Serving;
using Profiles.Streaming.Trends;

namespace Profiles.Streaming.Hosting;

/// <summary>Puts the whole platform into one process: grains, log, stores, pumps.</summary>
public static class EmbeddedProfilesExtensions
{
    /// <summary>
    /// The section of the configuration whose values take precedence over the options given; from the environment, say
    /// <c>Profiles__CheckpointInterval=00:00:30</c>.
    /// </summary>
    public const string SectionName = "Profiles";

    /// <summary>Adds the platform on a data folder, which this process then holds alone.</summary>
    /// <exception cref="ValidationException">An option is out of its range; the message names all that are.</exception>
    public static IHostApplicationBuilder AddEmbeddedProfiles(
        this IHostApplicationBuilder builder, ProfilesHostOptions options)
    {
        var services = builder.Services;
        builder.AddPlatform(options);
        AddFolderStores(services);
        services.AddSingleton(provider => PartitionSet.Open(
            provider.GetRequiredService<DataFolder>(),
            new EventLogOptions(),
            provider.GetRequiredService<IContentCatalogue>().Index.Numbers,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IReadBarrier, ReadBarrier>();
        builder.AddGrainRuntime();

        // After the silo: hosted services start in this order, so grains can be called when the pumps start, and stop
        // in the reverse one.
        services.AddSingleton<PlatformService>();
        services.AddHostedService(provider => provider.GetRequiredService<PlatformService>());
        services.AddHostedService(provider => provider.GetRequiredService<TrendPublisher>());
        AddServingServices(services);
        services.AddSingleton(provider => new ProfileRebuild(
            provider.GetRequiredService<PartitionSet>(),
            provider.GetRequiredService<PlatformService>(),
            provider.GetRequiredService<IContentCatalogue>(),
            provider.GetRequiredService<IDeadLetters>()));
        return builder;
    }

    /// <summary>What every host has, whoever folds the partitions.</summary>
    internal static void AddPlatform(this IHostApplicationBuilder builder, ProfilesHostOptions options)
    {
        var section = builder.Configuration.GetSection(SectionName);
        section.Bind(options);
        var errors = ErrorsOf(options);
        var slates = SlateSettings.Read(section.GetSection(SlateSettings.SectionName), errors);
        if (errors.Count > 0) throw new ValidationException(string.Join(" ", errors));
        var services = builder.Services;
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(slates);
        services.AddSingleton<StreamingInstruments>();
        services.AddSingleton(provider => DataFolder.Open(
            options.DataPath, provider.GetRequiredService<TimeProvider>(), options.PartitionCount));

        // For whoever follows the log beside the pumps.
        services.AddSingleton(provider => provider.GetRequiredService<PartitionSet>().Logs);
        services.AddSingleton<ContentCatalogue>();
        services.AddSingleton<IContentCatalogue>(provider => provider.GetRequiredService<ContentCatalogue>());
        services.AddSingleton<EventIngestion>();
        services.AddSingleton<IEventIngestion>(provider => provider.GetRequiredService<EventIngestion>());
        services.AddSingleton<IRecentUnits, RecentUnits>();
        services.AddSingleton<IUnitStateCheckpoints, UnitStateCheckpoints>();
        services.AddSingleton<IStateCodec<UnitState>, UnitStateCodec>();
        services.AddSingleton<SegmentSet>();
        services.AddSingleton<ISegments>(provider => provider.GetRequiredService<SegmentSet>());
        services.AddHostedService(provider => provider.GetRequiredService<SegmentSet>());
        services.AddSingleton<ExperimentHost>();
        services.AddSingleton<IExperiments>(provider => provider.GetRequiredService<ExperimentHost>());
        services.AddHostedService(provider => provider.GetRequiredService<ExperimentHost>());
        services.TryAddSingleton(EventLimits.Default);
        services.TryAddSingleton(_ => new Utf8StringPool());
        services.TryAddSingleton<ViewingEventParser>();
        services.AddSingleton<HubMessageParser>();
        services.AddSingleton<HubLetters>();
        services.AddSingleton<ILetterReplay>(provider => provider.GetRequiredService<HubLetters>());
        services.AddSingleton<DeadLetterBox>();
        services.AddSingleton<IDeadLetters>(provider => provider.GetRequiredService<DeadLetterBox>());
        services.AddSingleton<IPlatformStatus, PlatformStatusReader>();
        services.AddKeyedSingleton<IGrainStorage, UnitStateStorage>(StreamNames.UnitStates);
        services.AddSingleton<PartitionRuns>();
        services.AddSingleton<RemoteTrends>();
        services.AddSingleton<TrendPublisher>();
        AddServing(services, options);
        AddReplays(services);
        services.AddSingleton(provider => new FeatureExport(
            provider.GetRequiredService<PartitionSet>(),
            provider.GetRequiredService<IContentCatalogue>(),
            provider.GetRequiredService<IContentStore>()));
    }

    /// <summary>What serves, in the order of its start: the warm-up after the watcher, which opens the model.</summary>
    internal static void AddServingServices(IServiceCollection services)
    {
        services.AddHostedService(provider => provider.GetRequiredService<SlateObserver>());
        services.AddHostedService(provider => provider.GetRequiredService<ModelWatcher>());
        services.AddHostedService(provider => provider.GetRequiredService<ServingWarmUp>());
    }

    private static void AddReplays(IServiceCollection services)
    {
        services.AddSingleton(provider => new SlateWorldFactory(
            provider.GetRequiredService<PartitionSet>(), provider.GetRequiredService<IContentStore>(),
            provider.GetRequiredService<ModelStore>()));
        services.AddSingleton(provider => new SlateRebuild(
            provider.GetRequiredService<PartitionSet>(),
            provider.GetRequiredService<IContentCatalogue>(),
            provider.GetRequiredService<IDeadLetters>(),
            provider.GetRequiredService<SlateWorldFactory>(),
            provider.GetRequiredService<DataFolder>()));
        services.AddSingleton(provider => new PolicyReplay(
            provider.GetRequiredService<PartitionSet>(),
            provider.GetRequiredService<IContentCatalogue>(),
            provider.GetRequiredService<IDeadLetters>(),
            provider.GetRequiredService<SlateWorldFactory>(),
            provider.GetRequiredService<SlateOptions>(),
            provider.GetRequiredService<DataFolder>()));
    }

    private static void AddServing(IServiceCollection services, ProfilesHostOptions options)
    {
        services.AddSingleton<ServingInstruments>();
        services.AddSingleton(provider => new SlateLog(
            provider.GetRequiredService<DataFolder>().SlatesFolder, options.MaxSlateLogBytes));
        services.AddSingleton<ISlateLog, DiskSlateLog>();
        services.AddSingleton<SlateObserver>();
        services.AddSingleton<ServingState>();
        services.AddSingleton<IServing>(provider => provider.GetRequiredService<ServingState>());
        services.AddSingleton<ModelWatcher>();
        services.AddSingleton<IModels>(provider => provider.GetRequiredService<ModelWatcher>());
        services.AddSingleton<ServingWarmUp>();
    }

    /// <summary>Everything in the data folder, but the partitions.</summary>
    private static void AddFolderStores(IServiceCollection services)
    {
        services.AddSingleton<ILogShare, WholeLog>();
        services.AddSingleton<IContentStore>(provider => SqliteContentStore.Open(FolderOf(provider).CatalogueFile));
        services.AddSingleton<ISegmentStore>(provider => new FileSegmentStore(FolderOf(provider).SegmentsFile));
        services.AddSingleton<IDeadLetterStore>(
            provider => SqliteDeadLetterStore.Open(FolderOf(provider).OperationsFile));
        services.AddSingleton<IExperimentStore>(
            provider => SqliteExperimentStore.Open(FolderOf(provider).ExperimentsFile));
        services.AddSingleton<ModelStore>(provider => new ModelFolder(ModelFolder.FolderOf(FolderOf(provider).Path)));
    }

    private static DataFolder FolderOf(IServiceProvider provider) => provider.GetRequiredService<DataFolder>();

    /// <summary>What is wrong with options, by their annotations.</summary>
    internal static List<string> ErrorsOf(object options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(result => result.ErrorMessage ?? "An option is out of its range.")];
    }
}

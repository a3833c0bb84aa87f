using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Hosting;
using Orleans.Versions.Compatibility;
using Orleans.Versions.Selector;
using Profiles.Analytics;
using Profiles.Analytics.Hosting;
using Profiles.Api;
using Profiles.Api.Hosting;
using Profiles.Streaming.Cluster;
using Profiles.Streaming.Cluster.Membership;
using Profiles.Streaming.EventHubs;
using Profiles.Streaming.Hosting;

namespace Profiles.Silo;

/// <summary>Puts a node together: the platform, the silo, HTTP.</summary>
internal static class SiloHost
{
    // As 'profiles serve': enough for the compiler to have seen every path often, in about a second.
    private const int PracticeSlates = 1_000;

    // Beside the hand-over of partitions: requests under way, and Orleans' own farewell.
    private static readonly TimeSpan StopReserve = TimeSpan.FromSeconds(20);

    // Three answers missed make a silo suspect: dead after about nine seconds, when its leases have run out too.
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);

    // Three of these missed, and a silo's vote is not waited for any more, and one that joins may declare it dead:
    // where most of a cluster dies at once, or all of it, the rest goes on after ten seconds.
    private static readonly TimeSpan AliveInterval = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan CollectionQuantum = TimeSpan.FromSeconds(30);

    /// <summary>Builds the node that the environment and the arguments describe.</summary>
    /// <exception cref="ValidationException">The configuration is wrong; the message names the key.</exception>
    /// <exception cref="Profiles.Storage.StorageUnavailableException">The database cannot be reached.</exception>
    public static async Task<WebApplication> BuildAsync(string[] args, CancellationToken cancellationToken)
    {
        var builder = ApiHost.CreateBuilder("Profiles.Silo", args);
        ApiHost.LogToErrorStream(builder);
        var settings = SiloSettings.Read(builder.Configuration);
        builder.WebHost.UseUrls(settings.Urls);
        builder.Services.AddTelemetry(builder.Configuration);
        var host = new ProfilesHostOptions { PracticeSlates = PracticeSlates };
        var isClient = settings.Silo.Role == SiloRole.Api;
        try
        {
            if (isClient) await builder.AddClusterApiAsync(host, settings.Cluster, cancellationToken);
            else await builder.AddClusterProfilesAsync(host, settings.Cluster, cancellationToken);
            builder.Services.AddProfilesApi(settings.Access.Apply);
            builder.AddProfilesAnalytics(
                new AnalyticsOptions { PostgresConnectionString = settings.Cluster.ConnectionString });
        }
        catch (InvalidOperationException fault) when (fault.InnerException is FormatException)
        {
            // A value that its key cannot have: the message names both.
            throw new ValidationException(fault.Message);
        }

        builder.Services.Configure<HostOptions>(
            options => options.ShutdownTimeout = host.DrainTimeout + StopReserve);

        // Last, so that it stops first: handing partitions over needs everything else.
        if (isClient) builder.UseOrleansClient(client => Configure(client, settings.Silo));
        else builder.UseOrleans(silo => Configure(silo, settings));

        // But for the way in, which needs the silo no more than any other producer does.
        if (!isClient) builder.AddHub();
        var app = builder.Build();
        if (settings.Silo.Role == SiloRole.Silo) app.MapProfilesOperations();
        else app.MapProfilesApi();
        if (settings.Silo.Dashboard) app.MapOrleansDashboard("/dashboard");
        return app;
    }

    private static void Configure(IClientBuilder client, SiloOptions options)
    {
        client.Configure<Orleans.Configuration.ClusterOptions>(cluster =>
        {
            cluster.ClusterId = options.ClusterId;
            cluster.ServiceId = options.ServiceId;
        });
        client.UsePostgresMembership();
        client.AddActivityPropagation();
        if (options.Dashboard) client.AddDashboard();
    }

    private static void Configure(ISiloBuilder silo, SiloSettings settings)
    {
        var options = settings.Silo;
        silo.Configure<Orleans.Configuration.ClusterOptions>(cluster =>
        {
            cluster.ClusterId = options.ClusterId;
            cluster.ServiceId = options.ServiceId;
        });
        silo.Configure<EndpointOptions>(endpoints =>
        {
            endpoints.AdvertisedIPAddress = settings.AdvertisedAddress;
            endpoints.SiloPort = options.SiloPort;
            endpoints.GatewayPort = options.GatewayPort;

            // Neither port asks for a key, so no other address of the machine opens them.
            endpoints.SiloListeningEndpoint = new IPEndPoint(settings.AdvertisedAddress, options.SiloPort);
            endpoints.GatewayListeningEndpoint = new IPEndPoint(settings.AdvertisedAddress, options.GatewayPort);
        });
        silo.UsePostgresMembership();
        silo.AddActivityPropagation();
        if (options.Dashboard) silo.AddDashboard();
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = ProbeTimeout;
            membership.IAmAliveTablePublishTimeout = AliveInterval;
        });

        // The holder of a partition alone can answer for its units, whichever version it has. So every version that
        // understands a call is chosen from, and a newer one has to understand the older one's calls: see
        // docs/cluster.md for what may change within a version.
        silo.Configure<GrainVersioningOptions>(versions =>
        {
            versions.DefaultCompatibilityStrategy = nameof(BackwardCompatible);
            versions.DefaultVersionSelectorStrategy = nameof(AllCompatibleVersions);
        });

        // A grain is a viewer's state in memory: what is not asked for is given back after a while, and earlier where
        // memory runs short. What it had not written is written then.
        silo.Configure<GrainCollectionOptions>(collection =>
        {
            collection.CollectionQuantum = CollectionQuantum;
            collection.CollectionAge = options.IdleTime;
            collection.EnableActivationSheddingOnMemoryPressure = true;
        });
    }
}

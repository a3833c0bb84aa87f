using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Messaging;
using Orleans.Runtime;
using Profiles.Storage.Postgres;

namespace Profiles.Streaming.Cluster.Membership;

/// <summary>Lets silos and clients find each other through the database of the cluster.</summary>
public static class PostgresMembershipExtensions
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>For a silo beside which <see cref="ClusterProfilesExtensions"/> puts the platform.</summary>
    public static ISiloBuilder UsePostgresMembership(this ISiloBuilder silo)
    {
        AddMembership(silo.Services);
        silo.Services.AddSingleton<IMembershipTable, PostgresMembershipTable>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, DepartedSilos>();
        return silo;
    }

    /// <summary>For a client of such silos; it waits for the first of them as long as it takes.</summary>
    public static IClientBuilder UsePostgresMembership(this IClientBuilder client)
    {
        AddMembership(client.Services);
        client.Services.AddSingleton<IGatewayListProvider, PostgresGatewayList>();
        client.UseConnectionRetryFilter(async (_, cancellationToken) =>
        {
            await Task.Delay(RetryDelay, cancellationToken);
            return true;
        });
        return client.AddGatewayCountChangedHandler(
            provider => provider.GetRequiredService<GatewayReadiness>().OnCountChanged);
    }

    private static void AddMembership(IServiceCollection services) =>
        services.AddSingleton(provider => new PostgresMembership(
            provider.GetRequiredService<ClusterOptions>().ConnectionString,
            provider.GetRequiredService<IOptions<Orleans.Configuration.ClusterOptions>>().Value.ClusterId));
}

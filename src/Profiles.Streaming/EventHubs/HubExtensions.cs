using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Profiles.Storage.Hubs;
using Profiles.Storage.Postgres;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.EventHubs;

/// <summary>Makes a hub a way into a cluster.</summary>
public static partial class HubExtensions
{
    /// <summary>
    /// Reads the hub that the section <see cref="HubOptions.SectionName"/> names, if it names one. Call it last, on a
    /// host that has the platform of a cluster: what is started last is stopped first.
    /// </summary>
    /// <exception cref="ValidationException">An option is wrong; the message names all that are.</exception>
    public static IHostApplicationBuilder AddHub(this IHostApplicationBuilder builder)
    {
        var options = new HubOptions();
        try
        {
            builder.Configuration.GetSection(HubOptions.SectionName).Bind(options);
        }
        catch (InvalidOperationException fault)
        {
            // It names the key, the value and the type.
            throw new ValidationException(fault.Message);
        }

        if (options.FullyQualifiedNamespace.Length == 0) return builder;

        var errors = EmbeddedProfilesExtensions.ErrorsOf(options);
        if (options.EventHubName.Length == 0) errors.Add("EventHubs:EventHubName is missing.");
        var isAdded = false;
        AddAzureHub(builder.Services, options, ref isAdded);
        if (!isAdded)
        {
            errors.Add(
                "EventHubs:FullyQualifiedNamespace names a hub, and this build has no client of Azure Event Hubs: "
                + "build it with -p:CloudServices=Azure.");
        }

        if (errors.Count > 0) throw new ValidationException(string.Join(" ", errors));
        builder.Services.AddSingleton<IHubPlaces>(provider => new PostgresHubPlaces(
            provider.GetRequiredService<PostgresCluster>(),
            $"{options.FullyQualifiedNamespace}/{options.EventHubName}", options.ConsumerGroup));
        builder.Services.AddHubReceiver(options);
        return builder;
    }

    /// <summary>What reads a hub, where there are one and places in it.</summary>
    internal static IServiceCollection AddHubReceiver(this IServiceCollection services, HubOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<HubInstruments>();
        services.AddSingleton<HubIntake>();
        services.AddHostedService<HubReceiver>();
        return services;
    }

    // Its body is compiled with -p:CloudServices=Azure alone: package sources may lack the client.
    static partial void AddAzureHub(IServiceCollection services, HubOptions options, ref bool isAdded);
}

using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Profiles.Api.Hosting;
using Profiles.Streaming.Cluster;

namespace Profiles.Silo;

/// <summary>The configuration of a node, read and found right.</summary>
internal sealed record SiloSettings(
    SiloOptions Silo, ClusterOptions Cluster, IPAddress AdvertisedAddress, string[] Urls, ApiAccess Access)
{
    private const string ClusterSection = "Profiles:Cluster";
    private const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Reads it.</summary>
    /// <exception cref="ValidationException">Something is wrong; the message names the keys, and no secret.</exception>
    public static SiloSettings Read(IConfiguration configuration)
    {
        var silo = Bind(configuration, SiloOptions.SectionName, new SiloOptions());
        var cluster = Bind(configuration, ClusterSection, new ClusterOptions());
        Refuse(ErrorsOf(silo));
        Refuse(ErrorsOf(cluster));
        if (!IsConnectionString(cluster.ConnectionString))
            throw new ValidationException($"{ClusterSection}:ConnectionString is not a connection string of Npgsql.");
        if (!IPAddress.TryParse(silo.AdvertisedAddress, out var address)
            || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            throw new ValidationException(
                $"{SiloOptions.SectionName}:AdvertisedAddress is '{silo.AdvertisedAddress}'; it must be an address of "
                + "this machine that others reach, such as 10.0.0.4.");
        }

        if (silo.SiloPort == silo.GatewayPort)
        {
            throw new ValidationException(
                $"{SiloOptions.SectionName}:SiloPort and {SiloOptions.SectionName}:GatewayPort are both "
                + $"{silo.SiloPort}; they must differ.");
        }

        var urls = ListenAddress.Split(silo.Urls ?? configuration["URLS"] ?? DefaultUrl);
        foreach (var url in urls)
        {
            if (ListenAddress.TryRead(url, out _)) continue;
            throw new ValidationException(
                $"'{url}' is not an address such as {DefaultUrl}: {SiloOptions.SectionName}:Urls or ASPNETCORE_URLS.");
        }

        var access = ApiAccess.Read(name => configuration[name]);
        access.RefuseOpen(urls);
        return new SiloSettings(silo, cluster, address, urls, access);
    }

    private static T Bind<T>(IConfiguration configuration, string name, T options)
        where T : class
    {
        var section = configuration.GetSection(name);
        Refuse([
            .. section.GetChildren()
                .Where(child => typeof(T).GetProperties().All(
                    property => !property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)))
                .Select(child => $"{child.Path} is no setting."),
        ]);
        try
        {
            section.Bind(options);
            return options;
        }
        catch (InvalidOperationException fault)
        {
            // It names the key, the value and the type.
            throw new ValidationException(fault.Message);
        }
    }

    private static List<string> ErrorsOf(object options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(result => result.ErrorMessage!)];
    }

    private static void Refuse(List<string> errors)
    {
        if (errors.Count > 0) throw new ValidationException(string.Join(" ", errors));
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Profiles.Silo;

/// <summary>Adds the way to a collector, where the environment names one.</summary>
internal static class TelemetryExtensions
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <exception cref="ValidationException">The variable is no address of HTTP.</exception>
    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration[EndpointVariable] is not { Length: > 0 } endpoint) return;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new ValidationException(
                $"{EndpointVariable} is '{endpoint}'; it must be an address such as http://127.0.0.1:4317.");
        }

        services.AddHostedService<Telemetry>();
    }
}

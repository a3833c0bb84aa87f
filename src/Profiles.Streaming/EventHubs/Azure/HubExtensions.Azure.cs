using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Profiles.Streaming.EventHubs;

public static partial class HubExtensions
{
    static partial void AddAzureHub(IServiceCollection services, HubOptions options, ref bool isAdded)
    {
        // Signs in as the identity that the pod has; on a desk, as whoever is signed in there.
        services.AddSingleton<IHub>(_ => new AzureHub(options, new DefaultAzureCredential()));
        isAdded = true;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Profiles.Contracts;

namespace Profiles.Streaming.Tests;

internal static class FailingCatalogueExtensions
{
    public static void AddFailingCatalogue(
        this IServiceCollection services, FailingCatalogue? catalogue = null) =>
        services.Replace(ServiceDescriptor.Singleton<IContentCatalogue>(catalogue ?? new FailingCatalogue()));
}

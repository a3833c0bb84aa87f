using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Profiles.Api.Content;
using Profiles.Api.Events;
using Profiles.Api.Experiments;
using Profiles.Api.Features;
using Profiles.Api.Http;
using Profiles.Api.Metrics;
using Profiles.Api.Models;
using Profiles.Api.Operations;
using Profiles.Api.Protocols;
using Profiles.Api.Queries;
using Profiles.Api.Segments;
using Profiles.Api.Slates;
using Profiles.Api.Units;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Text;

namespace Profiles.Api;

/// <summary>Puts the product's API into a web application.</summary>
public static class ProfilesApiExtensions
{
    /// <summary>Registers what the API needs, but for the platform that it stands on.</summary>
    public static IServiceCollection AddProfilesApi(
        this IServiceCollection services, Action<ProfilesApiOptions>? configure = null)
    {
        services.AddOptions<ProfilesApiOptions>().Configure(options => configure?.Invoke(options));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(EventLimits.Default);
        services.TryAddSingleton(_ => new Utf8StringPool());
        services.TryAddSingleton<ViewingEventParser>();
        services.TryAddSingleton<ContentParser>();
        services.AddSingleton<PlanStreams>();
        services.AddCors();
        services.AddSingleton<MetricsCollector>();
        services.AddHostedService(provider => provider.GetRequiredService<MetricsCollector>());
        services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
        services.AddOpenApi("v1", ApiDescription.Configure);
        return services;
    }

    /// <summary>Maps every route, behind the API keys and with every error as a problem document.</summary>
    public static WebApplication MapProfilesApi(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<ProfilesApiOptions>>().Value;
        app.UseMiddleware<FaultBoundary>();
        app.UseWhen(
            context => FlagRoutes.Include(context.Request.Path), flags => flags.UseCors(BrowserAccess.Of(options)));
        app.UseMiddleware<ApiKeyGate>();
        app.UseRouting();

        EventEndpoints.Map(app, options);
        ContentEndpoints.Map(app, options);
        ProfileEndpoints.Map(app);
        LinkEndpoints.Map(app);
        SlateEndpoints.Map(app);
        ModelEndpoints.Map(app);
        SegmentEndpoints.Map(app);
        ExperimentEndpoints.Map(app);
        SharedPartEndpoints.Map(app);
        AssignmentEndpoints.Map(app);
        ResultsEndpoints.Map(app);
        FeatureEndpoints.Map(app);
        OfrepEndpoints.Map(app);
        GrowthBookEndpoints.Map(app);
        QueryEndpoints.Map(app);
        OperationsEndpoints.Map(app);
        HealthEndpoints.Map(app);
        MetricsEndpoints.Map(app);
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapGet("/", Home).ExcludeFromDescription();
        return app;
    }

    /// <summary>Maps only what operators ask: health, behind no key, and metrics.</summary>
    public static WebApplication MapProfilesOperations(this WebApplication app)
    {
        app.UseMiddleware<FaultBoundary>();
        app.UseMiddleware<ApiKeyGate>();
        app.UseRouting();
        HealthEndpoints.Map(app);
        MetricsEndpoints.Map(app);
        return app;
    }

    private static ContentHttpResult Home() => TypedResults.Text(
        """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>Profiles</title>
        <p>Profiles: live viewer profiles.
        The API is described at <a href="/openapi/v1.json">/openapi/v1.json</a>.</p></html>

        """,
        "text/html; charset=utf-8");
}

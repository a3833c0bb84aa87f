using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Profiles.Analytics.Metrics;
using Profiles.Analytics.Queries;
using Profiles.Analytics.Results;
using Profiles.Analytics.Stores;
using Profiles.Storage;

namespace Profiles.Analytics.Hosting;

/// <summary>Adds the tables for analysts to a host that has the platform.</summary>
public static class AnalyticsExtensions
{
    /// <summary>
    /// The section of the configuration whose values take precedence over the options given; from the environment, say
    /// <c>Profiles__Analytics__OutcomeDays=90</c>.
    /// </summary>
    public const string SectionName = "Profiles:Analytics";

    /// <summary>Follows the log of the platform, which is added before, and answers queries.</summary>
    /// <exception cref="ValidationException">An option is out of its range; the message names all that are.</exception>
    public static IHostApplicationBuilder AddProfilesAnalytics(
        this IHostApplicationBuilder builder, AnalyticsOptions options)
    {
        builder.Configuration.GetSection(SectionName).Bind(options);
        Validate(options);
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton<AnalyticsInstruments>();
        services.AddSingleton(provider => AnalyticsStores.Create(
            provider.GetRequiredService<DataFolder>().AnalyticsFile, options));
        services.AddSingleton<IAnalyticsQueries>(provider => new AnalyticsQueries(
            AnalyticsStores.CreateExecutor(provider.GetRequiredService<DataFolder>().AnalyticsFile, options),
            options.Queries, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IExperimentMetrics>(provider => new ExperimentMetricsReader(
            AnalyticsStores.CreateReader(provider.GetRequiredService<DataFolder>().AnalyticsFile, options)));
        services.AddSingleton<IExperimentResults, ExperimentResults>();
        services.AddSingleton<LogFollower>();
        services.AddSingleton<IHealthSource>(provider => provider.GetRequiredService<LogFollower>());
        services.AddHostedService(provider => provider.GetRequiredService<LogFollower>());
        services.AddSingleton<RetentionSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<RetentionSweep>());
        return builder;
    }

    private static void Validate(AnalyticsOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        Validator.TryValidateObject(
            options.Queries, new ValidationContext(options.Queries), results, validateAllProperties: true);
        if (results.Count == 0) return;
        throw new ValidationException(string.Join(" ", results.Select(result => result.ErrorMessage)));
    }
}

using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Profiles.Contracts.Experiments;
using Profiles.Core.Experiments.Definitions;

namespace Profiles.Cli.Hosting;

/// <summary>An experiment that runs in the demo: how much slates are mixed.</summary>
internal static class DemoExperiment
{
    private const string Configuration =
        """
        {
          "metrics": [
            {"key": "completes", "name": "Watched to the end", "kind": "mean",
             "numerator": {"eventTypes": ["complete"], "aggregation": "count"}},
            {"key": "watch-seconds", "name": "Seconds watched", "kind": "mean", "winsorizeQuantile": 0.99,
             "numerator": {"eventTypes": ["play", "progress", "complete", "stop"], "aggregation": "watchSeconds"}}
          ],
          "parameters": {"serving.relevance": 0.8},
          "experiments": [
            {"key": "mixed-slates", "name": "Mixed slates", "owner": "demo", "state": "running",
             "hypothesis": "Slates with more different contents are watched longer",
             "primaryMetric": "watch-seconds", "metrics": ["completes"],
             "variants": [{"key": "as-before", "weight": 0.5, "parameters": {"serving.relevance": 0.8}},
                          {"key": "mixed", "weight": 0.5, "parameters": {"serving.relevance": 0.5}}]}
          ]
        }
        """;

    /// <summary>Starts it, where nothing is configured yet.</summary>
    public static async Task StartAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(Configuration);
        var errors = new List<ExperimentError>();
        var demo = ExperimentJson.ReadSet(json.RootElement, errors)
            ?? throw new InvalidOperationException($"{errors[0].Path}: {errors[0].Remedy}");
        await services.GetRequiredService<IExperiments>().ChangeAsync(
            "demo", "create", set => set.Experiments.IsEmpty ? demo : null,
            cancellationToken);
    }
}

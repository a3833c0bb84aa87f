using System.Text.Json;
using Profiles.Core.Experiments.Definitions;

namespace Profiles.Api.Tests;

/// <summary>An experiment "first" that gives everyone a variant, one that is paused, and parameters.</summary>
internal static class SomeFlags
{
    public static async Task SetAsync(ApiFixture api, string variant, string layout = "grid")
    {
        using var json = JsonDocument.Parse(
            $$$"""
            {"parameters": {"rows": 12, "layout": "{{{layout}}}", "nothing": null}, "experiments": [
             {"key": "first", "state": "running", "forced": [{"variant": "b", "unitIds": ["tester"]}], "variants": [
              {"key": "a", "weight": {{{(variant == "a" ? 1 : 0)}}}},
              {"key": "b", "weight": {{{(variant == "b" ? 1 : 0)}}}, "parameters": {"rows":
                20}}]},
             {"key": "second", "state": "running", "condition": {"country": "GB"}, "coverage": 1, "variants": [
              {"key": "a", "weight": 0.5}, {"key": "b", "weight": 0.5}]},
             {"key": "third", "state": "paused", "variants": [
              {"key": "a", "weight": 0.5}, {"key": "b", "weight": 0.5}]}]}
            """);
        var errors = new List<ExperimentError>();
        var set = ExperimentJson.ReadSet(json.RootElement, errors);
        Assert.Empty(errors);
        await api.Experiments.ChangeAsync("ann", "edit", _ => set, TestContext.Current.CancellationToken);
    }
}

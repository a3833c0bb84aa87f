using System.Text.Json;
using Profiles.Core.Experiments.Definitions;

namespace Profiles.Core.Tests.Experiments;

/// <summary>Configurations for tests, from JSON.</summary>
internal static class SomeExperiments
{
    /// <summary>Reads a set that must be right.</summary>
    public static ExperimentSet Set(string json)
    {
        var errors = new List<ExperimentError>();
        var set = ExperimentJson.ReadSet(Parse(json), errors);
        Assert.Empty(errors);
        return set!;
    }

    /// <summary>A set of one experiment, which has the given members beside its key and variants.</summary>
    public static ExperimentSet One(string members = "", string others = "") => Set($$"""
        {"experiments":[{{Experiment(members)}}]{{(others.Length > 0 ? "," + others : "")}}}
        """);

    /// <summary>An experiment: two variants of the same weight, running.</summary>
    public static string Experiment(string members = "", string key = "rows") => $$"""
        {"key":"{{key}}","state":"running","variants":[
          {"key":"control","weight":0.5},{"key":"bigger","weight":0.5}]{{(members.Length > 0 ? "," + members : "")}}}
        """;

    /// <summary>What is wrong with a set: where and of which kind.</summary>
    public static List<string> ErrorsOf(string json, params string[] segments)
    {
        var errors = new List<ExperimentError>();
        if (ExperimentJson.ReadSet(Parse(json), errors) is { } set)
            ExperimentValidation.Check(set, segments.ToHashSet(), errors, []);
        Assert.All(errors, error => Assert.False(string.IsNullOrEmpty(error.Remedy)));
        return [.. errors.Select(error => $"{error.Code} {error.Path}")];
    }

    public static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}

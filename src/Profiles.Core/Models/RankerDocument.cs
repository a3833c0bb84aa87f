using System.Text.Json.Serialization;

namespace Profiles.Core.Models;

/// <summary>The form of <c>ranker.json</c>.</summary>
internal sealed record RankerDocument
{
    /// <summary>The names of the context's features, in the order of each signal's weights.</summary>
    public required string[] Context { get; init; }

    public required SignalWeights[] Signals { get; init; }

    /// <summary>Everyone's shares of the genres, by name.</summary>
    public IReadOnlyDictionary<string, float>? Genres { get; init; }

    /// <summary>The standard deviation of the scores; null where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? ScoreDeviation { get; init; }

    internal sealed record SignalWeights(string Name, float Mean, float[]? Weights);
}

using System.Text.Json.Serialization;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>Where an experiment is in its life. See <see cref="ExperimentLifecycle"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExperimentState>))]
public enum ExperimentState
{
    /// <summary>Being written; assigns nobody.</summary>
    [JsonStringEnumMemberName("draft")]
    Draft,

    /// <summary>Assigns units, within its schedule.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>Assigns nobody for now; who was assigned comes back to the same variant.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused,

    /// <summary>Assigns nobody any more; its results stand.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>Out of sight; its key stays taken.</summary>
    [JsonStringEnumMemberName("archived")]
    Archived,
}

using Profiles.Core.Slates;

namespace Profiles.Streaming.Rebuilding;

/// <summary>How slates might have been made.</summary>
/// <param name="ModelVersion">By which version of the model; null for the one that made each.</param>
/// <param name="Tuning">With what instead of the options; null for the options.</param>
public sealed record EvaluatedPolicy(string? ModelVersion, SlateTuning? Tuning);

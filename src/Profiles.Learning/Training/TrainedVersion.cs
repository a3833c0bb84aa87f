using Profiles.Core.Models;

namespace Profiles.Learning.Training;

/// <summary>A version that was trained, and how long it took.</summary>
/// <param name="Artefact">The version.</param>
/// <param name="Users">How many units it learnt from.</param>
/// <param name="Choices">How many choices it learnt from.</param>
/// <param name="TestCases">How many choices its metrics are of.</param>
public sealed record TrainedVersion(ModelArtefact Artefact, int Users, int Choices, int TestCases);

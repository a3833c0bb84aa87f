using Profiles.Core.Models;

namespace Profiles.Storage.Models;

/// <summary>A folder of the models' folder, and what it holds.</summary>
/// <param name="Version">The folder's name.</param>
/// <param name="Manifest">Its manifest; null where it cannot be read.</param>
/// <param name="Refusal">Why not.</param>
public sealed record ModelVersion(string Version, ModelManifest? Manifest, ModelRefusedException? Refusal);

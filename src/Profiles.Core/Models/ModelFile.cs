namespace Profiles.Core.Models;

/// <summary>A file of a model version, as its manifest states it.</summary>
/// <param name="Name">The name within the version's folder: letters, digits, dots and hyphens.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Sha256">The SHA-256 of the bytes, 64 lower-case hexadecimal digits.</param>
public sealed record ModelFile(string Name, long Length, string Sha256);

namespace Profiles.Storage.Postgres;

/// <summary>A silo's word that another one does not answer.</summary>
/// <param name="By">The address of the one that says so.</param>
/// <param name="At">When, by its clock.</param>
public sealed record Suspicion(string By, DateTime At);

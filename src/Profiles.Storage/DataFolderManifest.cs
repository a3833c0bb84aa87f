namespace Profiles.Storage;

/// <summary>What was decided when the data folder was created.</summary>
public sealed record DataFolderManifest(int FormatVersion, int Partitions, DateTimeOffset CreatedAt);

namespace Profiles.Cli.Importing;

/// <summary>What a batch of lines holds.</summary>
internal enum ImportKind
{
    /// <summary>Viewing events.</summary>
    Events,

    /// <summary>Contents of the catalogue.</summary>
    Content,
}

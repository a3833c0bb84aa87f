using Profiles.Storage.Models;

namespace Profiles.Cli.Learning;

/// <summary>What training reads, where its versions go, and the folder for what it may resume from.</summary>
internal sealed record TrainingGround(ILogSource Log, ModelStore Models, string WorkPath)
{
    /// <summary>All of it in a data folder.</summary>
    /// <exception cref="CliException">There is no such data folder.</exception>
    public static TrainingGround OfFolder(string dataPath) =>
        new(new FolderLogSource(dataPath), new ModelFolder(ModelFolder.FolderOf(dataPath)), dataPath);
}

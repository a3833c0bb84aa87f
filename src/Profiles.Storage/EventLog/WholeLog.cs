using System.Globalization;

namespace Profiles.Storage.EventLog;

/// <summary>All of the log of a data folder, which one process holds alone.</summary>
public sealed class WholeLog(DataFolder folder) : ILogShare
{
    /// <summary>When the folder was made.</summary>
    public string LogId => folder.Manifest.CreatedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public int Partitions => folder.Partitions;

    public bool Holds(int partition) => true;
}

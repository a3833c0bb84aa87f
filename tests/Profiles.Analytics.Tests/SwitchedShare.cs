using Profiles.Storage;
using Profiles.Storage.EventLog;

namespace Profiles.Analytics.Tests;

/// <summary>A host's share of a log that changes.</summary>
internal sealed class SwitchedShare(DataFolder folder, Func<int, bool> holds) : ILogShare
{
    private readonly WholeLog _whole = new(folder);

    public string LogId => _whole.LogId;

    public int Partitions => _whole.Partitions;

    public bool Holds(int partition) => holds(partition);
}

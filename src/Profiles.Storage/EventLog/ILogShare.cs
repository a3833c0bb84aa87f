namespace Profiles.Storage.EventLog;

/// <summary>The part of a log that this host answers for.</summary>
public interface ILogShare
{
    /// <summary>What tells the log from any other: positions in another one mean nothing.</summary>
    string LogId { get; }

    /// <summary>How many partitions the log has.</summary>
    int Partitions { get; }

    /// <summary>
    /// Whether this host is the one to follow a partition. Two may think so for a moment, where one takes it over.
    /// </summary>
    bool Holds(int partition);
}

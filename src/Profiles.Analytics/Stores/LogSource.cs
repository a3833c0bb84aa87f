using Profiles.Storage.EventLog;

namespace Profiles.Analytics.Stores;

/// <summary>Which log the rows are of: positions in another one mean nothing.</summary>
internal readonly record struct LogSource(string CreatedAt, int Partitions)
{
    public static LogSource Of(ILogShare share) => new(share.LogId, share.Partitions);

    /// <summary>Refuses the tables of another log.</summary>
    public void Check(string createdAt, int partitions)
    {
        if (createdAt == CreatedAt && partitions == Partitions) return;
        throw new InvalidOperationException(
            $"The tables are of the log of another data folder, made at {createdAt} with {partitions} partitions; "
            + $"this one was made at {CreatedAt} with {Partitions}. Use another database, or drop the tables and "
            + "they are filled again from the log.");
    }
}

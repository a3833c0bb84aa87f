using Profiles.Storage;
using Profiles.Storage.Postgres;

namespace Profiles.Cli.Hosting;

/// <summary>Opens the database of a cluster; what can be wrong with it is said in one line.</summary>
internal static class ClusterDatabase
{
    /// <summary>Opens one that there is.</summary>
    public static Task<PostgresCluster> OpenAsync(string connectionString, CancellationToken cancellationToken) =>
        ExplainedAsync(() => PostgresCluster.OpenExistingAsync(connectionString, cancellationToken));

    /// <summary>Runs what uses it.</summary>
    /// <exception cref="CliException">The database cannot be reached or used.</exception>
    public static async Task<T> ExplainedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception fault) when (
            fault is StorageUnavailableException or StorageCorruptException or UnsupportedFormatException
            or DataFolderInUseException)
        {
            throw new CliException(fault.Message);
        }
        catch (ArgumentException fault)
        {
            throw new CliException($"The connection string cannot be read: {fault.Message}", CommandLine.WrongUsage);
        }
    }
}

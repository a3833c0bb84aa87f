using Npgsql;

namespace Profiles.Storage.Postgres;

/// <summary>
/// Tells a host what version of each shared thing there is: when another host says that it has changed something, and
/// once a second in case that was missed.
/// </summary>
public sealed class SharedChanges(PostgresCluster cluster, TimeProvider time)
{
    /// <summary>The kind of the catalogue; its version is the newest revision.</summary>
    public const string Catalogue = "catalogue";

    /// <summary>The kind of the experiments.</summary>
    public const string Experiments = "experiments";

    /// <summary>The kind of the segments.</summary>
    public const string Segments = "segments";

    internal const string Channel = "profiles_changes";

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    /// <summary>Calls with the versions by kind, again and again, until it is cancelled.</summary>
    /// <param name="seen">Takes the versions; kinds that nobody has written yet are left out.</param>
    /// <param name="failed">Takes the reason why the database could not be read; it is tried again.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task FollowAsync(
        Func<IReadOnlyDictionary<string, long>, ValueTask> seen, Action<string> failed,
        CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await cluster.Source.OpenConnectionAsync(cancellationToken);
                await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
                    await listen.ExecuteNonQueryAsync(cancellationToken);
                while (true)
                {
                    await seen(await ReadAsync(connection, cancellationToken));
                    await connection.WaitAsync(LookInterval, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (PostgresFaults.IsOfDatabase(fault) || fault is StorageUnavailableException)
            {
                failed(fault.Message);
                await Task.Delay(LookInterval, time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static async Task<Dictionary<string, long>> ReadAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var read = new NpgsqlCommand(
            $"""
            select kind, version from {PostgresCluster.Schema}.documents
            union all select '{Catalogue}', latest_revision from {PostgresCluster.Schema}.catalogue
            """,
            connection);
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var rows = await read.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken)) versions.Add(rows.GetString(0), rows.GetInt64(1));
        return versions;
    }
}

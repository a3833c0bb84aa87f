using Npgsql;
using Profiles.Core.Experiments.Definitions;
using Profiles.Storage.Experiments;

namespace Profiles.Storage.Postgres;

/// <summary>The experiments and their audit log in PostgreSQL, which all hosts follow.</summary>
public sealed class PostgresExperimentStore(PostgresCluster cluster) : IExperimentStore
{
    internal const string Tables =
        $"""
        create table if not exists {PostgresCluster.Schema}.experiment_audit (
            id bigint generated always as identity primary key,
            version bigint not null,
            at_ms bigint not null,
            actor text not null,
            action text not null,
            kind text not null,
            key text not null,
            before text,
            after text);
        create index if not exists experiment_audit_by_key on {PostgresCluster.Schema}.experiment_audit (kind, key, id);
        """;

    public string Name => $"the experiments in schema {PostgresCluster.Schema}";

    public ExperimentDocument? Read() => SharedDocuments.Read(cluster, SharedChanges.Experiments) is { } document
        ? new ExperimentDocument(document.Version, document.Body)
        : null;

    public bool TryWrite(ExperimentDocument document, IReadOnlyList<ExperimentAudit> changes) =>
        PostgresFaults.Blocking(() =>
        {
            using var connection = cluster.Source.OpenConnection();
            using var transaction = connection.BeginTransaction();
            if (!SharedDocuments.TryWrite(connection, SharedChanges.Experiments, document.Version, document.Body))
                return false;
            foreach (var change in changes) Add(connection, document.Version, change);
            transaction.Commit();
            return true;
        });

    public IReadOnlyList<ExperimentAudit> ReadAudit(string? kind, string? key, long? beforeId, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, IExperimentStore.MaxRead);
        return PostgresFaults.Blocking(() =>
        {
            using var read = cluster.Command(
                "select id, version, at_ms, actor, action, kind, key, before, after "
                + $"from {PostgresCluster.Schema}.experiment_audit "
                + "where ($1::text is null or kind = $1) and ($2::text is null or key = $2) "
                + "and ($3::bigint is null or id < $3) order by id desc limit $4",
                kind, key, beforeId, limit);
            var changes = new List<ExperimentAudit>();
            using var rows = read.ExecuteReader();
            while (rows.Read())
            {
                changes.Add(new ExperimentAudit(
                    DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(2)), rows.GetString(3), rows.GetString(4),
                    rows.GetString(5), rows.GetString(6), rows.IsDBNull(7) ? null : rows.GetString(7),
                    rows.IsDBNull(8) ? null : rows.GetString(8))
                {
                    Id = rows.GetInt64(0), Version = rows.GetInt64(1),
                });
            }

            return changes;
        });
    }

    internal static void Add(NpgsqlConnection connection, long version, ExperimentAudit change) => connection.Execute(
        $"insert into {PostgresCluster.Schema}.experiment_audit "
        + "(version, at_ms, actor, action, kind, key, before, after) "
        + "values ($1, $2, $3, $4, $5, $6, $7::text, $8::text)",
        version, change.At.ToUnixTimeMilliseconds(), change.Actor, change.Action, change.Kind, change.Key,
        change.Before, change.After);

    /// <summary>Nothing of its own: the connections are the cluster's.</summary>
    public void Dispose()
    {
    }
}

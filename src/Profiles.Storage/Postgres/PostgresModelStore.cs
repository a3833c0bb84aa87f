using Npgsql;
using Profiles.Core.Models;
using Profiles.Storage.Models;

namespace Profiles.Storage.Postgres;

/// <summary>
/// The versions of the model in PostgreSQL, and which one serves all hosts. A host keeps what it has opened in a folder
/// of its own, from where it is mapped.
/// </summary>
/// <param name="cluster">The tables.</param>
/// <param name="copies">The host's folder.</param>
public sealed class PostgresModelStore(PostgresCluster cluster, ModelFolder copies) : ModelStore
{
    internal const string Tables =
        $"""
        create table if not exists {Schema}.models (
            version text collate "C" primary key, created_ms bigint not null, manifest bytea not null);
        create table if not exists {Schema}.model_parts (
            version text collate "C" not null references {Schema}.models on delete cascade,
            number int not null,
            name text not null,
            bytes bytea not null,
            primary key (version, number));
        """;

    private const string Schema = PostgresCluster.Schema;
    private const string Kind = "models";
    private const int PartBytes = 4 << 20;

    private readonly Lock _copying = new();

    public override string Name => $"the models in schema {Schema}";

    public override ModelStates ReadStates() => Read().States;

    public override IReadOnlyList<ModelVersion> List() => PostgresFaults.Blocking(() =>
    {
        using var list = cluster.Command(
            $"select version, manifest from {Schema}.models order by created_ms desc, version desc");
        var versions = new List<ModelVersion>();
        using var rows = list.ExecuteReader();
        while (rows.Read()) versions.Add(Look(rows.GetString(0), rows.GetFieldValue<byte[]>(1)));
        return versions.OrderBy(version => version.Manifest is null).ToList();
    });

    /// <summary>Maps the host's copy, which is fetched where there is none, or it is damaged.</summary>
    public override RankingModel Open(string version)
    {
        lock (_copying)
        {
            try
            {
                return copies.Open(version);
            }
            catch (ModelRefusedException)
            {
                Fetch(version);
                return copies.Open(version);
            }
        }
    }

    public override void Write(ModelArtefact artefact)
    {
        Write(artefact.Manifest, artefact.Files);
        Drop([.. FindOldest()]);
    }

    /// <summary>Takes states over, whatever there were.</summary>
    internal void Take(ModelStates states)
    {
        using var connection = cluster.Source.OpenConnection();
        SharedDocuments.Put(connection, Kind, 1, ModelStatesJson.Write(states));
    }

    /// <summary>Writes a version of these files.</summary>
    internal void Write(ModelManifest manifest, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var isNew = PostgresFaults.Blocking(() =>
        {
            using var connection = cluster.Source.OpenConnection();
            using var transaction = connection.BeginTransaction();
            if (connection.Execute(
                $"insert into {Schema}.models (version, created_ms, manifest) values ($1, $2, $3) "
                + "on conflict do nothing",
                manifest.Version, manifest.CreatedAt.ToUnixTimeMilliseconds(), manifest.Write()) == 0)
                return false;
            var number = 0;
            foreach (var (name, bytes) in files)
            {
                // An empty file has a part too.
                for (var at = 0; at == 0 || at < bytes.Length; at += PartBytes)
                {
                    connection.Execute(
                        $"insert into {Schema}.model_parts (version, number, name, bytes) values ($1, $2, $3, $4)",
                        manifest.Version, number++, name, bytes.Slice(at, Math.Min(PartBytes, bytes.Length - at)));
                }
            }

            transaction.Commit();
            return true;
        });
        if (!isNew) throw new IOException($"The version {manifest.Version} exists already.");
    }

    protected override ModelManifest ReadManifest(string version) =>
        ModelManifest.Read(FindManifest(version) ?? throw Missing(version));

    protected override ModelChange Change(Func<ModelStates, ModelChange> decide)
    {
        while (true)
        {
            var (version, states) = Read();
            var change = decide(states);
            if (!change.IsDone
                || SharedDocuments.TryWrite(cluster, Kind, version + 1, ModelStatesJson.Write(change.States)))
                return change;
        }
    }

    private static ModelRefusedException Missing(string version) =>
        new(ModelRefusedException.MissingFile, $"there is no version '{version}'");

    private static ModelVersion Look(string version, byte[] manifest)
    {
        try
        {
            return new ModelVersion(version, ModelManifest.Read(manifest), null);
        }
        catch (ModelRefusedException refusal)
        {
            return new ModelVersion(version, null, refusal);
        }
    }

    private (long Version, ModelStates States) Read() => SharedDocuments.Read(cluster, Kind) is { } document
        ? (document.Version, ModelStatesJson.Read(Name, document.Body))
        : (0, ModelStates.None);

    private byte[]? FindManifest(string version) => PostgresFaults.Blocking(() =>
    {
        using var read = cluster.Command($"select manifest from {Schema}.models where version = $1", version);
        return (byte[]?)read.ExecuteScalar();
    });

    private void Fetch(string version)
    {
        if (FindManifest(version) is not { } manifest) throw Missing(version);
        PostgresFaults.Blocking(() =>
        {
            using var parts = cluster.Command(
                $"select name, bytes from {Schema}.model_parts where version = $1 order by number", version);
            using var rows = parts.ExecuteReader();
            copies.Write(version, manifest, ReadParts(rows));
            return true;
        });

        // What is nobody's any more needs no copy.
        var known = List().Select(one => one.Version).ToHashSet();
        foreach (var copy in copies.List().Where(one => !known.Contains(one.Version))) copies.Delete(copy.Version);
    }

    private static IEnumerable<(string Name, ReadOnlyMemory<byte> Part)> ReadParts(NpgsqlDataReader rows)
    {
        while (rows.Read()) yield return (rows.GetString(0), rows.GetFieldValue<byte[]>(1));
    }

    private void Drop(string[] versions) => PostgresFaults.Blocking(() =>
    {
        using var drop = cluster.Command($"delete from {Schema}.models where version = any($1)", [versions]);
        return drop.ExecuteNonQuery();
    });
}

using System.Buffers.Binary;
using Npgsql;
using NpgsqlTypes;

namespace Profiles.Benchmarks.Tables;

/// <summary>One binary COPY a table, then statistics for the planner.</summary>
internal sealed class PostgresFill(NpgsqlDataSource source) : ITableFill
{
    private const string CopyExposures =
        """
        copy profiles_tables.exposure_rows(tenant, experiment, bucket_version, unit_key, owner_key, variant,
            occurred_at, unit_kind, unit_id, owner_kind, owner_id, logged_kind, logged_id, hash_attribute, hash_value,
            plan_version, slate_id, device, territory, dimensions) from stdin (format binary)
        """;

    private const string CopyOutcomes =
        """
        copy profiles_tables.outcome_rows(owner_key, occurred_at, event_key, type, tenant, owner_kind, owner_id,
            logged_kind, logged_id, content_id, from_ms, to_ms, device, territory, is_collapsed)
        from stdin (format binary)
        """;

    private static readonly TimeSpan Longest = TimeSpan.FromHours(2);

    public async Task WriteAsync(TableContents contents)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using (var copy = await connection.BeginBinaryImportAsync(CopyExposures))
        {
            copy.Timeout = Longest;
            foreach (var row in contents.Exposures()) Write(copy, row);
            await copy.CompleteAsync();
        }

        await using (var copy = await connection.BeginBinaryImportAsync(CopyOutcomes))
        {
            copy.Timeout = Longest;
            foreach (var row in contents.Outcomes()) Write(copy, row);
            await copy.CompleteAsync();
        }

        await using var analyze = new NpgsqlCommand("vacuum analyze", connection) { CommandTimeout = 0 };
        await analyze.ExecuteNonQueryAsync();
    }

    private static void Write(NpgsqlBinaryImporter copy, in ExposureSample row)
    {
        copy.StartRow();
        copy.Write(TableContents.Tenant, NpgsqlDbType.Text);
        copy.Write(TableContents.Experiment, NpgsqlDbType.Text);
        copy.Write(0, NpgsqlDbType.Integer);
        copy.Write(row.Key, NpgsqlDbType.Bigint);
        copy.Write(row.Key, NpgsqlDbType.Bigint);
        copy.Write(row.Variant, NpgsqlDbType.Text);
        copy.Write(row.OccurredAt, NpgsqlDbType.Bigint);
        copy.Write(1, NpgsqlDbType.Integer);
        copy.Write(row.Id, NpgsqlDbType.Text);
        copy.Write(1, NpgsqlDbType.Integer);
        copy.Write(row.Id, NpgsqlDbType.Text);
        copy.Write(1, NpgsqlDbType.Integer);
        copy.Write(row.Id, NpgsqlDbType.Text);
        copy.Write("id", NpgsqlDbType.Text);
        copy.Write(row.Id, NpgsqlDbType.Text);
        copy.Write(3L, NpgsqlDbType.Bigint);
        copy.Write("s1", NpgsqlDbType.Text);
        copy.Write("tv", NpgsqlDbType.Text);
        copy.Write("GB", NpgsqlDbType.Text);
        copy.Write(SampleText.Dimensions, NpgsqlDbType.Jsonb);
    }

    private static void Write(NpgsqlBinaryImporter copy, in OutcomeSample row)
    {
        Span<byte> key = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(key, row.EventKey);
        copy.StartRow();
        copy.Write(row.Key, NpgsqlDbType.Bigint);
        copy.Write(row.OccurredAt, NpgsqlDbType.Bigint);
        copy.Write(new Guid(key, bigEndian: true), NpgsqlDbType.Uuid);
        copy.Write(row.Type, NpgsqlDbType.Integer);
        copy.Write(TableContents.Tenant, NpgsqlDbType.Text);
        copy.Write(1, NpgsqlDbType.Integer);
        copy.Write(row.Id, NpgsqlDbType.Text);
        copy.Write(1, NpgsqlDbType.Integer);
        copy.Write(row.Id, NpgsqlDbType.Text);
        copy.Write(row.Content, NpgsqlDbType.Text);
        Write(copy, row.FromMs);
        Write(copy, row.ToMs);
        copy.Write("tv", NpgsqlDbType.Text);
        copy.Write("GB", NpgsqlDbType.Text);
        copy.Write(row.IsCollapsed ? 1 : 0, NpgsqlDbType.Integer);
    }

    private static void Write(NpgsqlBinaryImporter copy, long? value)
    {
        if (value is { } given) copy.Write(given, NpgsqlDbType.Bigint);
        else copy.WriteNull();
    }
}

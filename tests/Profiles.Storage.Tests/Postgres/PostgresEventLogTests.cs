using Profiles.Analytics.Tests;
using Profiles.Storage.EventLog;

namespace Profiles.Storage.Tests.Postgres;

/// <summary>Hosts share one log: what is acknowledged is there, once, in one order for all.</summary>
public sealed class PostgresEventLogTests(PostgresServer server)
{
    [Fact]
    public async Task Append_WhenDurable_IsReadInOrderWithItsKeyAndTime()
    {
        await using var test = new TestCluster(server);
        var log = (await test.OpenLogsAsync(time: new ManualTime()))[1];
        var batch = BatchOf((1, "a"), (2, "b"), (0, "keyless"));

        await log.AppendAsync(batch);

        Assert.Equal((3, 0, 3), (batch.LastSequence, batch.DuplicateCount, log.LastSequence));
        var read = await ReadAsync(log, 1, 3);
        Assert.Equal([(1, 1, "a"), (2, 2, "b"), (3, 0, "keyless")], read);
    }

    [Fact]
    public async Task Append_WhenAKeyIsKnown_NamesTheOriginal()
    {
        await using var test = new TestCluster(server);
        var log = (await test.OpenLogsAsync())[0];
        await log.AppendAsync(BatchOf((1, "a"), (2, "b")));
        var again = BatchOf((2, "again"), (3, "c"), (3, "in the same batch"), (0, "x"), (0, "x"));

        await log.AppendAsync(again);

        Assert.Equal(2, again.DuplicateCount);
        Assert.Equal((2, 3, 3), (again.SequenceOf(0), again.SequenceOf(1), again.SequenceOf(2)));
        Assert.Equal(["a", "b", "c", "x", "x"], (await ReadAsync(log, 1, 5)).Select(one => one.Payload));
    }

    [Fact]
    public async Task Append_WhenHostsSendTheSameAtOnce_KeepsOneOfEachWithoutGaps()
    {
        await using var test = new TestCluster(server);
        var cluster = await test.OpenAsync();
        var hosts = new[] { await test.OpenLogsAsync(cluster), await test.OpenLogsAsync(await test.OpenAsync()) };
        const int Keys = 400;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(sender => Task.Run(async () =>
        {
            var chance = new Random(sender);
            for (var round = 0; round < 40; round++)
            {
                var batch = new AppendBatch();
                for (var i = 0; i < 10; i++)
                {
                    var key = chance.Next(1, Keys + 1);
                    batch.Add((UInt128)key, BytesOf($"{key}"));
                }

                await hosts[sender % 2][0].AppendAsync(batch);
            }
        })));

        var end = Math.Max(hosts[0][0].LastSequence, hosts[1][0].LastSequence);
        var read = await ReadAsync(hosts[1][0], 1, (int)end);
        Assert.Equal(Enumerable.Range(1, (int)end).Select(n => (long)n), read.Select(one => one.Sequence));
        Assert.Equal(read.Count, read.Select(one => one.Key).Distinct().Count());
        Assert.All(read, one => Assert.Equal($"{one.Key}", one.Payload));
    }

    [Fact]
    public async Task Read_WhenAnotherHostAppends_HearsOfIt()
    {
        await using var test = new TestCluster(server);
        var cluster = await test.OpenAsync();
        var (here, there) = (await test.OpenLogsAsync(cluster), await test.OpenLogsAsync(cluster));
        var reading = ReadAsync(there[0], 1, 2);

        await here[0].AppendAsync(BatchOf((1, "a")));
        await here[0].AppendAsync(BatchOf((2, "b")));

        Assert.Equal(["a", "b"], (await reading).Select(one => one.Payload));
    }

    [Fact]
    public async Task Append_WhenTheDatabaseRefuses_FailsByNameAndNothingIsThere()
    {
        await using var test = new TestCluster(server);
        var log = (await test.OpenLogsAsync())[0];
        test.Run("alter table profiles_cluster.event_log rename to away");
        var batch = BatchOf((1, "a"));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => log.AppendAsync(batch).AsTask());
        Assert.False(log.Health.IsHealthy);
        test.Run("alter table profiles_cluster.away rename to event_log");

        await log.AppendAsync(batch);

        Assert.True(log.Health.IsHealthy);
        Assert.Equal((1, 0), (batch.LastSequence, batch.DuplicateCount));
    }

    [Fact]
    public async Task Read_WhenPayloadsAreLargerThanTheBatch_ReadsThemAll()
    {
        await using var test = new TestCluster(server);
        var log = (await test.OpenLogsAsync())[0];
        var batch = new AppendBatch();
        for (var i = 1; i <= 3; i++) batch.Add((UInt128)i, new byte[300_000 * i]);
        await log.AppendAsync(batch);
        using var reader = log.OpenReader();
        var read = new EventLogReadBatch(maxRecords: 2, maxBytes: 1000);

        Assert.True(await reader.ReadAsync(read, TestContext.Current.CancellationToken));
        Assert.Equal((2, 600_000), (read.Count, read[1].Payload.Length));
        Assert.True(await reader.ReadAsync(read, TestContext.Current.CancellationToken));
        Assert.Equal((1, 900_000, 4L), (read.Count, read[0].Payload.Length, reader.NextSequence));
    }

    [Fact]
    public async Task Read_WhenTheHostStops_Ends()
    {
        await using var test = new TestCluster(server);
        var logs = await test.OpenLogsAsync();
        using var reader = logs[0].OpenReader();
        var reading = reader.ReadAsync(new EventLogReadBatch(), TestContext.Current.CancellationToken);

        await logs.DisposeAsync();

        Assert.False(await reading);
    }

    [Fact]
    public async Task Open_WhenTablesExist_KeepsTheirPartitions()
    {
        await using var test = new TestCluster(server);
        var first = await test.OpenAsync(partitions: 3);
        var second = await test.OpenAsync(partitions: 8);

        Assert.Equal((3, first.Id), (second.Partitions, second.Id));
    }

    private static AppendBatch BatchOf(params (int Key, string Payload)[] records)
    {
        var batch = new AppendBatch();
        foreach (var (key, payload) in records) batch.Add((UInt128)key, BytesOf(payload));
        return batch;
    }

    private static byte[] BytesOf(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static async Task<List<(long Sequence, int Key, string Payload)>> ReadAsync(
        IEventLog log, long from, int count)
    {
        var found = new List<(long, int, string)>();
        var batch = new EventLogReadBatch(maxRecords: 64);
        using var reader = log.OpenReader(from);
        while (found.Count < count && await reader.ReadAsync(batch, TestContext.Current.CancellationToken))
        {
            for (var i = 0; i < batch.Count; i++)
            {
                found.Add((
                    batch[i].Sequence, (int)batch[i].DedupeKey, System.Text.Encoding.UTF8.GetString(batch[i].Payload)));
            }
        }

        return found;
    }
}

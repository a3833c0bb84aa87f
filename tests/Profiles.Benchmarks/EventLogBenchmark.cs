using System.Buffers;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Profiles.Storage.EventLog;
using Profiles.Storage.States;

namespace Profiles.Benchmarks;

/// <summary>
/// The event log and the state store by themselves: appends at several batch sizes, opening and reading 10 M records,
/// duplicates, states staged, committed, read and opened. Run as <c>event-log [DIR]</c>; takes about 4 GB of disk.
/// </summary>
public sealed class EventLogBenchmark
{
    private const int Partitions = 4;
    private const int PayloadBytes = 100;
    private const int StateBytes = 500;
    private const int KeysPerPartition = 250_000;
    private const long RecordsPerPartition = 2_500_000;

    private static readonly (int Partitions, int Callers, int BatchSize, int Events)[] Appends =
    [
        (1, 1, 1, 10_000), (1, 16, 1, 100_000), (1, 64, 1, 200_000), (1, 1, 100, 500_000), (1, 16, 100, 2_000_000),
        (1, 4, 1000, 2_000_000), (4, 4, 1000, 8_000_000), (4, 16, 1000, 8_000_000),
    ];

    private readonly string _directory;
    private readonly TextWriter _output;

    public EventLogBenchmark(string directory, TextWriter output)
    {
        _directory = directory;
        _output = output;
    }

    public async Task RunAsync()
    {
        try
        {
            foreach (var (partitions, callers, batchSize, events) in Appends)
                await AppendAsync(partitions, callers, batchSize, events);
            await BuildAsync();
            await OpenAndReadAsync();
            await StagesAsync();
        }
        finally
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private async Task AppendAsync(int partitions, int callers, int batchSize, int events)
    {
        var logs = Enumerable.Range(0, partitions).Select(partition => OpenLog("append", partition)).ToArray();
        var latencies = new List<double>[callers];
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var log = logs[caller % partitions];
            latencies[caller] = await AppendAllAsync(log, caller, batchSize, events / callers);
        })));
        var rate = events / clock.Elapsed.TotalSeconds;
        var sorted = latencies.SelectMany(latency => latency).Order().ToArray();
        _output.WriteLine(
            $"append: {partitions} partitions, {callers} callers, batches of {batchSize}: {rate:N0} events/s, "
            + $"to durable p50 {sorted[sorted.Length / 2]:N0} us, p99 {sorted[sorted.Length * 99 / 100]:N0} us");
        foreach (var log in logs)
            await log.DisposeAsync();
        Directory.Delete(Path.Combine(_directory, "append"), recursive: true);
    }

    private static async Task<List<double>> AppendAllAsync(
        EventLogPartition log, int caller, int batchSize, int events)
    {
        var payload = new byte[PayloadBytes];
        var latencies = new List<double>(events / batchSize);
        var batch = new AppendBatch(batchSize, batchSize * PayloadBytes);
        var next = (long)caller << 40;
        for (var sent = 0; sent < events; sent += batchSize)
        {
            batch.Reset();
            for (var i = 0; i < batchSize; i++)
                batch.Add(KeyOf(next++), payload);
            var begun = Stopwatch.GetTimestamp();
            await log.AppendAsync(batch);
            latencies.Add(Stopwatch.GetElapsedTime(begun).TotalMicroseconds);
        }

        return latencies;
    }

    private async Task BuildAsync()
    {
        for (var partition = 0; partition < Partitions; partition++)
        {
            await using var log = OpenLog("read", partition);
            await AppendAllAsync(log, partition, 1000, (int)RecordsPerPartition);
        }
    }

    private async Task OpenAndReadAsync()
    {
        var clock = Stopwatch.StartNew();
        var logs = await Task.WhenAll(Enumerable.Range(0, Partitions).Select(p => Task.Run(() => OpenLog("read", p))));
        _output.WriteLine($"open: 10 M records in {Partitions} partitions: {clock.ElapsedMilliseconds:N0} ms");
        foreach (var readers in new[] { 1, Partitions })
        {
            clock.Restart();
            await Task.WhenAll(logs.Take(readers).Select(log => Task.Run(() => ReadAllAsync(log))));
            var rate = readers * RecordsPerPartition / clock.Elapsed.TotalSeconds;
            _output.WriteLine($"read: {readers} readers: {rate:N0} records/s");
        }

        clock.Restart();
        await AppendAllAsync(logs[0], 0, 1000, 1_000_000);
        _output.WriteLine($"duplicates in sealed segments: {1_000_000 / clock.Elapsed.TotalSeconds:N0} events/s");
        foreach (var log in logs)
            await log.DisposeAsync();
    }

    private static async Task ReadAllAsync(EventLogPartition log)
    {
        using var reader = log.OpenReader();
        var batch = new EventLogReadBatch();
        var bytes = 0L;
        while (reader.NextSequence <= log.LastSequence && await reader.ReadAsync(batch))
        {
            for (var i = 0; i < batch.Count; i++)
                bytes += batch[i].Payload.Length;
        }

        if (bytes != RecordsPerPartition * PayloadBytes)
            throw new InvalidOperationException($"Read {bytes} bytes of payload.");
    }

    private async Task StagesAsync()
    {
        var stores = Enumerable.Range(0, Partitions).Select(OpenStates).ToArray();
        for (var round = 1; round <= 5; round++)
        {
            var clock = Stopwatch.StartNew();
            var number = round;
            await Task.WhenAll(stores.Select((store, p) => Task.Run(() => StageAllAsync(store, p, number))));
            var rate = Partitions * KeysPerPartition / clock.Elapsed.TotalSeconds;
            var size = stores.Sum(store => store.Bytes) / (double)stores.Sum(store => store.LiveBytes);
            _output.WriteLine(
                $"states: round {round}: {rate:N0} staged and committed/s; files are {size:N2} of live bytes");
        }

        ReadStates(stores[0]);
        foreach (var store in stores)
            await store.DisposeAsync();
        var opening = Stopwatch.StartNew();
        stores = await Task.WhenAll(Enumerable.Range(0, Partitions).Select(p => Task.Run(() => OpenStates(p))));
        _output.WriteLine($"open: {stores.Sum(store => store.Count):N0} states: {opening.ElapsedMilliseconds:N0} ms");
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    /// <summary>Five commits, each while the next fifth is being staged.</summary>
    private static async Task StageAllAsync(PartitionStateStore store, int partition, int round)
    {
        var state = new byte[StateBytes];
        var committing = Task.CompletedTask;
        for (var key = 1; key <= KeysPerPartition; key++)
        {
            store.Stage(KeyOf(partition, key), state);
            if (key % (KeysPerPartition / 5) != 0)
                continue;
            await committing;
            committing = store.CommitAsync((round * 1_000_000L) + key);
        }

        await committing;
    }

    private void ReadStates(PartitionStateStore store)
    {
        const int reads = 200_000;
        var random = new Random(1);
        var destination = new ArrayBufferWriter<byte>(StateBytes);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < reads; i++)
        {
            destination.ResetWrittenCount();
            if (!store.TryRead(KeyOf(0, 1 + random.Next(KeysPerPartition)), destination))
                throw new InvalidOperationException("A state is missing.");
        }

        _output.WriteLine($"states: {reads / clock.Elapsed.TotalSeconds:N0} random reads/s, one thread");
    }

    private static UInt128 KeyOf(long number) =>
        new((ulong)number * 0x9E37_79B9_7F4A_7C15, ((ulong)number * 0xC4CE_B9FE_1A85_EC53) + 1);

    private static string KeyOf(int partition, int key) => $"profile/tenant/user-{partition}-{key}";

    private EventLogPartition OpenLog(string name, int partition) => EventLogPartition.Open(
        Path.Combine(_directory, name, $"{partition}"), partition, new EventLogOptions(), TimeProvider.System,
        NullLogger.Instance);

    private PartitionStateStore OpenStates(int partition) => PartitionStateStore.Open(
        Path.Combine(_directory, "states", $"{partition}"), partition, new PartitionStateOptions(),
        NullLogger.Instance);
}

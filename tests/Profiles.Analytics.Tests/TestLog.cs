using System.Buffers;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Profiles.Analytics.Hosting;
using Profiles.Analytics.Stores;
using Profiles.Core.Events;
using Profiles.Core.Units;
using Profiles.Storage;
using Profiles.Storage.EventLog;

namespace Profiles.Analytics.Tests;

/// <summary>A data folder with a log of two partitions.</summary>
internal sealed class TestLog : IAsyncDisposable
{
    private readonly DirectoryInfo _path = Directory.CreateTempSubdirectory("profiles-analytics-log-");
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public TestLog(EventLogOptions? options = null)
    {
        Folder = DataFolder.Open(_path.FullName, TimeProvider.System, partitions: 2);
        Partitions = [.. Enumerable.Range(0, 2).Select(i => EventLogPartition.Open(
            Folder.LogOf(i), i, options ?? new EventLogOptions(), TimeProvider.System, NullLogger.Instance))];
    }

    public DataFolder Folder { get; }

    public IReadOnlyList<EventLogPartition> Partitions { get; }

    public async Task AppendAsync(params (UnitKey Unit, UnitRecord Record)[] records)
    {
        foreach (var ofPartition in records.GroupBy(record => record.Unit.Partition(Partitions.Count)))
        {
            var batch = new AppendBatch();
            foreach (var (unit, record) in ofPartition)
            {
                var bytes = new ArrayBufferWriter<byte>();
                UnitRecordCodec.Encode(bytes, unit, record);
                batch.Add(UInt128.Zero, bytes.WrittenSpan);
            }

            await Partitions[ofPartition.Key].AppendAsync(batch);
        }
    }

    public LogFollower Follow(
        IAnalyticsStore store, AnalyticsOptions options, TimeProvider? time = null, ILogShare? share = null) => new(
        Partitions, store, share ?? new WholeLog(Folder), options,
        new AnalyticsInstruments(_services.GetRequiredService<IMeterFactory>()), time ?? TimeProvider.System,
        NullLogger<LogFollower>.Instance);

    public async ValueTask DisposeAsync()
    {
        foreach (var partition in Partitions) await partition.DisposeAsync();
        Folder.Dispose();
        await _services.DisposeAsync();
        _path.Delete(recursive: true);
    }
}

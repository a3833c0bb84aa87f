using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Profiles.Storage.EventLog;
using Profiles.Storage.States;
using Profiles.Storage.Tests.EventLog;

namespace Profiles.Storage.Tests;

/// <summary>
/// Files that format version 1 wrote once, kept as they are: they must be read for ever, and what version 1 writes
/// must stay these bytes. They are never regenerated to make a test pass.
/// </summary>
public sealed class FormatVersion1Tests : IDisposable
{
    private const string SegmentName = "00000000000000000001.log";
    private const string SidecarName = "00000000000000000001.keys";
    private const string StatesName = "00000001.state";
    private const string HintName = "00000001.hint";

    private static readonly DateTimeOffset Created = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Segment_WhenReadFromTheFixture_HoldsItsRecords()
    {
        Take(SegmentName);
        using var reader = EventLogSnapshot.Open(_folder.Path, partition: 3).OpenReader();
        var batch = new EventLogReadBatch();
        Assert.True(await reader.ReadAsync(batch));
        Assert.Equal(5, batch.Count);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(i + 1, batch[i].Sequence);
            Assert.Equal(LogFixture.KeyOf(i), batch[i].DedupeKey);
            Assert.Equal(TimeOf(i), batch[i].IngestionTime);
            Assert.Equal(new string('p', i * 3), Encoding.ASCII.GetString(batch[i].Payload));
        }
    }

    [Fact]
    public void Segment_WhenWrittenAgain_IsTheFixtureByteForByte()
    {
        var fixture = File.ReadAllBytes(FixtureOf(SegmentName));
        Assert.True(SegmentFormat.TryReadHeader(fixture, SegmentName, 3, out _, out var seed));
        var written = new byte[fixture.Length];
        SegmentFormat.WriteHeader(written, 3, 1, Created.ToUnixTimeMilliseconds(), seed);
        var at = SegmentFormat.HeaderBytes;
        for (var i = 0; i < 5; i++)
        {
            var payload = Encoding.ASCII.GetBytes(new string('p', i * 3));
            var record = written.AsSpan(at, SegmentFormat.RecordBytes(payload.Length));
            SegmentFormat.WriteRecord(
                record, seed, i is 0 or 3, i + 1, TimeOf(i).ToUnixTimeMilliseconds(), LogFixture.KeyOf(i), payload);
            at += record.Length;
        }

        Assert.Equal(fixture, written);
    }

    [Fact]
    public void Sidecar_WhenReadFromTheFixture_KnowsItsKeysAndIsWrittenTheSame()
    {
        Take(SegmentName);
        Take(SidecarName);
        var segment = SegmentFiles.ReadHeader(DiskFiles.Instance, _folder.Combine(SegmentName), 3)!;
        var length = new FileInfo(segment.Path).Length;
        using (var sidecar = KeySidecar.TryOpen(DiskFiles.Instance, segment, 3, length))
        {
            Assert.NotNull(sidecar);
            for (var i = 0; i < 5; i++)
                Assert.Equal(i + 1, sidecar.Find(LogFixture.KeyOf(i), KeyTable.Mix(LogFixture.KeyOf(i))));
            Assert.Equal(0, sidecar.Find(LogFixture.KeyOf(5), KeyTable.Mix(LogFixture.KeyOf(5))));
        }

        File.Delete(segment.SidecarPath);
        WriteSidecar(segment).Dispose();
        Assert.Equal(File.ReadAllBytes(FixtureOf(SidecarName)), File.ReadAllBytes(segment.SidecarPath));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task States_WhenReadFromTheFixture_AreThoseOfTheLastCommit(bool withHint)
    {
        Take(StatesName);
        if (withHint)
            Take(HintName);
        await using var store = OpenStates();
        Assert.Equal(42, store.CommittedPosition);
        var found = store.Enumerate().ToDictionary(
            state => state.Key, state => Encoding.UTF8.GetString(state.Value.Span));
        Assert.Equal(new Dictionary<string, string> { ["user/a"] = "second", ["user/б"] = "" }, found);
        var destination = new ArrayBufferWriter<byte>();
        Assert.True(store.TryRead("user/a", destination));
        Assert.False(store.TryRead("user/c", destination));
    }

    [Fact]
    public async Task Hint_WhenWrittenAgain_IsTheFixtureByteForByte()
    {
        Take(StatesName);
        await OpenStates().DisposeAsync();
        Assert.Equal(File.ReadAllBytes(FixtureOf(HintName)), File.ReadAllBytes(_folder.Combine(HintName)));
        Assert.Equal(File.ReadAllBytes(FixtureOf(StatesName)), File.ReadAllBytes(_folder.Combine(StatesName)));
    }

    private static DateTimeOffset TimeOf(int i) => i < 3 ? Created : Created.AddSeconds(1);

    private static string FixtureOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    private static KeySidecar WriteSidecar(Segment segment)
    {
        segment.Table = new KeyTable(segment.FirstSequence - 1, 0);
        using (var file = DiskFiles.Instance.OpenRead(segment.Path))
            SegmentScan.Run(file, segment);
        return KeySidecar.Write(DiskFiles.Instance, segment, 3);
    }

    private PartitionStateStore OpenStates() =>
        PartitionStateStore.Open(_folder.Path, 3, new PartitionStateOptions(), NullLogger.Instance);

    private void Take(string name) => File.Copy(FixtureOf(name), _folder.Combine(name));
}

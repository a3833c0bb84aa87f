using System.Buffers.Binary;
using Profiles.Storage.EventLog;

namespace Profiles.Storage.Tests.EventLog;

/// <summary>
/// What a log that was cut or damaged opens as: an exact prefix, or a refusal that names file and offset.
/// </summary>
public sealed class EventLogRecoveryTests : IDisposable
{
    private const int RecordsPerGroup = 4;
    private const int Groups = 4;

    private readonly LogFixture _fixture = new();

    public EventLogRecoveryTests() => _fixture.Options = _fixture.Options with { GrowthBytes = 4 << 10 };

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Open_WhenTheTailIsCutAtAnyByte_KeepsTheExactPrefix()
    {
        await WriteGroupsAsync(isKilled: true);
        var whole = File.ReadAllBytes(_fixture.Segments[0]);
        var records = await _fixture.ReadAtRestAsync();
        for (var length = SegmentFormat.HeaderBytes; length < whole.Length; length++)
        {
            File.WriteAllBytes(_fixture.Segments[0], whole[..length]);
            await using var log = _fixture.Open();
            var found = await LogFixture.ReadAllAsync(log);
            Assert.Equal(records.Take(found.Count), found);
            Assert.Equal(RecordEnds(whole).Count(end => end <= length), found.Count);
        }
    }

    [Fact]
    public async Task Open_WhenAnyByteIsDamaged_LosesNoMoreThanTheLastGroupOrRefusesByName()
    {
        await WriteGroupsAsync(isKilled: true);
        var whole = File.ReadAllBytes(_fixture.Segments[0]);
        var records = await _fixture.ReadAtRestAsync();
        var lastGroup = RecordEnds(whole)[^(RecordsPerGroup + 1)];
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(_fixture.Segments[0], damaged);
            if (at < lastGroup)
            {
                var refused = Assert.Throws<EventLogCorruptException>(_fixture.Open);
                Assert.Equal(_fixture.Segments[0], refused.File);
                Assert.True(refused.Offset <= at);
                continue;
            }

            await using var log = _fixture.Open();
            var found = await LogFixture.ReadAllAsync(log);
            Assert.Equal(records.Take(found.Count), found);
            Assert.True(found.Count >= RecordsPerGroup * (Groups - 1));
        }
    }

    [Fact]
    public async Task Open_WhenALogThatWasClosedIsCut_RefusesByFileAndOffset()
    {
        await WriteGroupsAsync();
        await using (var log = _fixture.Open())
            await log.AppendAsync(LogFixture.Batch(1000, 1));
        using (var file = File.OpenWrite(_fixture.Segments[0]))
            file.SetLength(file.Length - 1);
        var refused = Assert.Throws<EventLogCorruptException>(_fixture.Open);
        Assert.Equal(_fixture.Segments[0], refused.File);
        Assert.Contains("was closed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WhenTheTailIsTorn_LogsFileOffsetAndBytes()
    {
        await WriteGroupsAsync();
        var length = new FileInfo(_fixture.Segments[0]).Length;
        File.AppendAllText(_fixture.Segments[0], "torn!");
        var logger = new CollectingLogger();
        _fixture.Logger = logger;
        await using var log = _fixture.Open();
        var message = Assert.Single(logger.Messages);
        Assert.Contains(_fixture.Segments[0], message, StringComparison.Ordinal);
        Assert.Contains($"offset {length}, 5 bytes", message, StringComparison.Ordinal);
        Assert.Equal(length, new FileInfo(_fixture.Segments[0]).Length);
    }

    [Fact]
    public async Task Append_WhenATornTailWasCut_GoesOnAndTakesTheLostEventsAgain()
    {
        await WriteGroupsAsync(isKilled: true);
        using (var file = File.OpenWrite(_fixture.Segments[0]))
            file.SetLength(file.Length - 1);
        await using (var log = _fixture.Open())
        {
            var again = LogFixture.Batch(0, RecordsPerGroup * Groups);
            await log.AppendAsync(again);
            Assert.Equal((RecordsPerGroup * Groups) - 1, again.DuplicateCount);
            Assert.False(again.IsDuplicate(again.Count - 1));
        }

        Assert.Equal(RecordsPerGroup * Groups, (await _fixture.ReadAtRestAsync()).Count);
    }

    [Fact]
    public async Task Open_WhenAPayloadLooksLikeARecord_StillCutsTheTornTail()
    {
        await WriteGroupsAsync();
        var forged = new byte[SegmentFormat.RecordBytes(16)];
        for (var sequence = 15; sequence < 20; sequence++)
        {
            SegmentFormat.WriteRecord(forged, seed: 0, startsGroup: true, sequence, 0, 0, new byte[16]);
            using var file = File.Open(_fixture.Segments[0], FileMode.Append);
            file.Write(new byte[8]);
            file.Write(forged);
        }

        await using var log = _fixture.Open();
        Assert.Equal(RecordsPerGroup * Groups, log.LastSequence);
    }

    [Fact]
    public async Task Open_WhenASealedSegmentIsDamaged_RefusesByFileAndOffset()
    {
        await WriteSegmentsAsync();
        Damage(_fixture.Segments[1], 1000);
        var refused = Assert.Throws<EventLogCorruptException>(_fixture.Open);
        Assert.Equal(_fixture.Segments[1], refused.File);
        Assert.InRange(refused.Offset, 1000 - 200, 1000);
    }

    [Fact]
    public async Task ReadAsync_WhenDamageIsInASegmentNotVerifiedAtOpen_RefusesWhenItGetsThere()
    {
        await WriteSegmentsAsync();
        Damage(_fixture.Segments[1], 1000);
        _fixture.Options = _fixture.Options with { VerifyOnOpenBytes = 0 };
        await using var log = _fixture.Open();
        var refused = await Assert.ThrowsAsync<EventLogCorruptException>(() => LogFixture.ReadAllAsync(log));
        Assert.Equal(_fixture.Segments[1], refused.File);
        Assert.InRange(refused.Offset, 1000 - 200, 1000);
    }

    [Fact]
    public async Task Open_WhenASegmentIsMissing_RefusesByName()
    {
        await WriteSegmentsAsync();
        var before = _fixture.Segments[0];
        File.Delete(_fixture.Segments[1]);
        Assert.Equal(before, Assert.Throws<EventLogCorruptException>(_fixture.Open).File);
    }

    [Fact]
    public async Task Open_WhenTheNewestSegmentHasNoWholeHeader_GoesOnWithTheOneBefore()
    {
        await WriteSegmentsAsync();
        var count = (await _fixture.ReadAtRestAsync()).Count;
        await File.WriteAllBytesAsync(Segment.PathOf(_fixture.Path, count + 1), new byte[10]);
        await using var log = _fixture.Open();
        Assert.Equal(count, log.LastSequence);
        await log.AppendAsync(LogFixture.Batch(90_000, 1));
        Assert.Equal(count + 1, (await LogFixture.ReadAllAsync(log)).Count);
    }

    [Fact]
    public async Task Open_WhenTheFormatIsNewer_IsRefusedByName()
    {
        await WriteGroupsAsync();
        var bytes = File.ReadAllBytes(_fixture.Segments[0]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(60), Crc32C.Of(bytes.AsSpan(0, 60)));
        File.WriteAllBytes(_fixture.Segments[0], bytes);
        var refused = Assert.Throws<UnsupportedFormatException>(_fixture.Open);
        Assert.Equal((_fixture.Segments[0], 2), (refused.File, refused.FoundVersion));
    }

    [Fact]
    public async Task Open_WhenItIsAnotherPartitions_IsRefusedByName()
    {
        await WriteGroupsAsync();
        var refused = Assert.Throws<EventLogCorruptException>(() => EventLogPartition.Open(
            _fixture.Path, 2, _fixture.Options, _fixture.Time, _fixture.Logger));
        Assert.Contains("partition 3", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    [InlineData(-1)]
    public async Task Open_WhenASidecarIsDamagedOrMissing_BuildsItAgain(double place)
    {
        await WriteSegmentsAsync();
        var sidecar = Directory.GetFiles(_fixture.Path, "*.keys").Order().First();
        var whole = File.ReadAllBytes(sidecar);
        if (place < 0)
            File.Delete(sidecar);
        else
            Damage(sidecar, (int)(whole.Length * place));
        await using var log = _fixture.Open();
        Assert.Equal(whole, File.ReadAllBytes(sidecar));
        var again = LogFixture.Batch(0, 2000, payloadBytes: 100);
        await log.AppendAsync(again);
        Assert.Equal(2000, again.DuplicateCount);
        Assert.All(Enumerable.Range(0, 2000), i => Assert.Equal(i + 1, again.SequenceOf(i)));
    }

    private static void Damage(string file, int at)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[at] ^= 0x10;
        File.WriteAllBytes(file, bytes);
    }

    private static List<int> RecordEnds(ReadOnlySpan<byte> segment)
    {
        var ends = new List<int>();
        var at = SegmentFormat.HeaderBytes;
        while (at < segment.Length)
        {
            at += SegmentFormat.RecordBytes(SegmentFormat.PayloadLengthOf(segment[at..]));
            ends.Add(at);
        }

        return ends;
    }

    /// <summary>A log that is killed does not leave the sidecar that a closed one does.</summary>
    private async Task WriteGroupsAsync(bool isKilled = false)
    {
        await using (var log = _fixture.Open())
        {
            for (var i = 0; i < Groups; i++)
                await log.AppendAsync(LogFixture.Batch(i * RecordsPerGroup, RecordsPerGroup));
        }

        if (isKilled)
            File.Delete(Path.ChangeExtension(_fixture.Segments[0], ".keys"));
    }

    private async Task WriteSegmentsAsync()
    {
        await using var log = _fixture.Open();
        for (var i = 0; i < 40; i++)
            await log.AppendAsync(LogFixture.Batch(i * 50, 50, payloadBytes: 100));
        Assert.True(_fixture.Segments.Length > 3);
    }
}

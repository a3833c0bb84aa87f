using Profiles.Storage.EventLog;

namespace Profiles.Storage.Tests.EventLog;

public sealed class EventLogPartitionTests : IDisposable
{
    private readonly LogFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Append_WhenTheLogIsNew_BeginsAtSequenceOne()
    {
        await using var log = _fixture.Open();
        var batch = LogFixture.Batch(0, 3);
        await log.AppendAsync(batch);
        Assert.Equal([1L, 2L, 3L], Enumerable.Range(0, 3).Select(batch.SequenceOf));
        Assert.Equal(3, batch.LastSequence);
        Assert.Equal(3, log.LastSequence);
    }

    [Fact]
    public async Task Append_WhenManySegmentsAreFilled_ReadsBackEveryRecordInOrder()
    {
        await using var log = _fixture.Open();
        for (var i = 0; i < 50; i++)
            await log.AppendAsync(LogFixture.Batch(i * 100, 100, payloadBytes: 60));
        var found = await LogFixture.ReadAllAsync(log);
        Assert.Equal(5000, found.Count);
        Assert.All(found, (record, i) => Assert.Equal(i + 1, record.Sequence));
        Assert.All(found, (record, i) => Assert.Equal($"event {i}".PadRight(60, '.'), record.Payload));
        Assert.True(_fixture.Segments.Length > 5);
    }

    [Fact]
    public async Task Append_WhenReopened_GoesOnWhereItEnded()
    {
        for (var i = 0; i < 30; i++)
        {
            await using var log = _fixture.Open();
            await log.AppendAsync(LogFixture.Batch(i * 100, 100, payloadBytes: 60));
        }

        await using var last = _fixture.Open();
        Assert.Equal(3000, last.LastSequence);
        Assert.Equal(3000, (await LogFixture.ReadAllAsync(last)).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Append_WhenAnEventWasSeenInAnySegment_NamesItsOriginal(bool reopen)
    {
        var log = _fixture.Open();
        for (var i = 0; i < 30; i++)
            await log.AppendAsync(LogFixture.Batch(i * 100, 100, payloadBytes: 60));
        if (reopen)
        {
            await log.DisposeAsync();
            log = _fixture.Open();
        }

        var again = LogFixture.Batch(0, 3000, payloadBytes: 60);
        await log.AppendAsync(again);
        Assert.Equal(3000, again.DuplicateCount);
        Assert.All(Enumerable.Range(0, 3000), i => Assert.Equal(i + 1, again.SequenceOf(i)));
        Assert.Equal(3000, again.LastSequence);
        Assert.Equal(3000, log.LastSequence);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task Append_WhenAKeyRepeatsInItsOwnBatch_KeepsTheFirst()
    {
        await using var log = _fixture.Open();
        var batch = LogFixture.Batch(0, 2);
        batch.Add(LogFixture.KeyOf(0), LogFixture.PayloadOf(9));
        await log.AppendAsync(batch);
        Assert.True(batch.IsDuplicate(2));
        Assert.Equal(1, batch.SequenceOf(2));
        Assert.Equal(2, batch.LastSequence);
    }

    [Fact]
    public async Task Append_WhenTheKeyIsZero_NeverDedupes()
    {
        await using var log = _fixture.Open();
        var batch = new AppendBatch();
        batch.Add(UInt128.Zero, "a"u8);
        batch.Add(UInt128.Zero, []);
        await log.AppendAsync(batch);
        Assert.Equal(0, batch.DuplicateCount);
        Assert.Equal([(1L, "a"), (2L, "")], await LogFixture.ReadAllAsync(log));
    }

    [Fact]
    public async Task Append_WhenManyCallersRepeatEachOther_KeepsEachEventOnce()
    {
        _fixture.Options = _fixture.Options with { MaxGroupBytes = 2000, MaxPendingBytes = 5000 };
        await using var log = _fixture.Open();
        var callers = Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                var batch = LogFixture.Batch(i * 5, 10);
                await log.AppendAsync(batch);
                Assert.True(log.LastSequence >= batch.LastSequence);
            }
        }));
        await Task.WhenAll(callers);
        var found = await LogFixture.ReadAllAsync(log);
        Assert.Equal(1005, found.Count);
        Assert.Equal(1005, found.Select(record => record.Payload).Distinct().Count());
    }

    [Fact]
    public async Task Append_WhenThePayloadIsTooLarge_IsRefused()
    {
        _fixture.Options = _fixture.Options with { MaxPayloadBytes = 10 };
        await using var log = _fixture.Open();
        var batch = new AppendBatch();
        batch.Add(1, new byte[11]);
        await Assert.ThrowsAsync<ArgumentException>(async () => await log.AppendAsync(batch));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1234)]
    [InlineData(3000)]
    public async Task OpenReader_WhenGivenASequence_BeginsThere(long from)
    {
        _fixture.Options = _fixture.Options with { SegmentBytes = 256 << 10, TailBytes = 0 };
        await using var log = _fixture.Open();
        for (var i = 0; i < 30; i++)
            await log.AppendAsync(LogFixture.Batch(i * 100, 100, payloadBytes: 300));
        var found = await LogFixture.ReadAllAsync(log, from);
        Assert.Equal(from, found[0].Sequence);
        Assert.Equal(3000 - from + 1, found.Count);
    }

    [Fact]
    public async Task ReadAsync_WhenAtTheEnd_WaitsForTheNextRecord()
    {
        await using var log = _fixture.Open();
        using var reader = log.OpenReader();
        var batch = new EventLogReadBatch();
        var reading = reader.ReadAsync(batch).AsTask();
        Assert.False(reading.IsCompleted);
        await log.AppendAsync(LogFixture.Batch(0, 1));
        Assert.True(await reading);
        Assert.Equal(1, batch.LastSequence);
        Assert.Equal(_fixture.Time.GetUtcNow(), batch[0].IngestionTime);
        Assert.Equal(LogFixture.KeyOf(0), batch[0].DedupeKey);
    }

    [Fact]
    public async Task ReadAsync_WhenTheLogCloses_SaysSo()
    {
        var log = _fixture.Open();
        using var reader = log.OpenReader();
        var reading = reader.ReadAsync(new EventLogReadBatch()).AsTask();
        await log.DisposeAsync();
        Assert.False(await reading);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await log.AppendAsync(LogFixture.Batch(0, 1)));
    }

    [Fact]
    public async Task ReadAsync_WhenARecordIsLargerThanTheBatch_ReturnsItWhole()
    {
        await using (var log = _fixture.Open())
        {
            await log.AppendAsync(LogFixture.Batch(0, 1, payloadBytes: 50_000));
            Assert.Equal(50_000, (await LogFixture.ReadAllAsync(log))[0].Payload.Length);
        }

        Assert.Equal(50_000, (await _fixture.ReadAtRestAsync())[0].Payload.Length);
    }

    [Fact]
    public async Task ReadAsync_WhenWritersAndReadersRunTogether_EachReaderSeesEveryRecordOnce()
    {
        _fixture.Options = _fixture.Options with { TailBytes = 0 };
        await using var log = _fixture.Open();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            using var reader = log.OpenReader();
            var batch = new EventLogReadBatch(77, 4096);
            var next = 1L;
            while (next <= 4000 && await reader.ReadAsync(batch))
            {
                for (var i = 0; i < batch.Count; i++)
                    Assert.Equal(next++, batch[i].Sequence);
            }

            return next;
        })).ToArray();
        for (var i = 0; i < 400; i++)
            await log.AppendAsync(LogFixture.Batch(i * 10, 10, payloadBytes: 100));
        Assert.All(await Task.WhenAll(readers), next => Assert.Equal(4001, next));
    }

    [Fact]
    public async Task Snapshot_WhenTheLogIsAtRest_ReadsItWithoutChangingAByte()
    {
        await using (var log = _fixture.Open())
        {
            for (var i = 0; i < 30; i++)
                await log.AppendAsync(LogFixture.Batch(i * 100, 100, payloadBytes: 60));
        }

        File.AppendAllText(_fixture.Segments[^1], "torn");
        File.Delete(Directory.GetFiles(_fixture.Path, "*.keys")[0]);
        var before = Directory.GetFiles(_fixture.Path).ToDictionary(file => file, File.ReadAllBytes);
        Assert.Equal(3000, (await _fixture.ReadAtRestAsync()).Count);
        Assert.Equal(2000, (await _fixture.ReadAtRestAsync(from: 1001)).Count);
        Assert.Equal(before.Keys.Order(), Directory.GetFiles(_fixture.Path).Order());
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
    }

    [Fact]
    public async Task Retention_WhenSegmentsAreTooOld_DeletesThemAndForgetsTheirKeys()
    {
        _fixture.Options = _fixture.Options with { RetentionAge = TimeSpan.FromDays(1) };
        await using (var log = _fixture.Open())
        {
            await log.AppendAsync(LogFixture.Batch(0, 1, payloadBytes: 70_000));
            _fixture.Time.Advance(TimeSpan.FromDays(2));
            await log.AppendAsync(LogFixture.Batch(1, 1));
        }

        await using var again = _fixture.Open();
        Assert.Equal(1, again.FirstSequence);
        again.ReleasePosition = 2;
        var filler = new AppendBatch();
        while (again.FirstSequence == 1)
        {
            filler.Reset();
            filler.Add(UInt128.Zero, []);
            await again.AppendAsync(filler);
        }

        Assert.Equal(2, again.FirstSequence);
        Assert.Equal(2, (await LogFixture.ReadAllAsync(again))[0].Sequence);
        var repeated = LogFixture.Batch(0, 2);
        await again.AppendAsync(repeated);
        Assert.Equal((false, true), (repeated.IsDuplicate(0), repeated.IsDuplicate(1)));
    }

    [Fact]
    public async Task Retention_WhenTheSizeIsExceeded_DeletesOnlySegmentsBeforeTheReleasePosition()
    {
        _fixture.Options = _fixture.Options with { RetentionBytes = 100_000 };
        await using var log = _fixture.Open();
        for (var i = 0; i < 40; i++)
            await log.AppendAsync(LogFixture.Batch(i * 100, 100, payloadBytes: 60));
        Assert.Equal(1, log.FirstSequence);
        log.ReleasePosition = 1700;
        var first = LogFixture.Batch(100_000, 1);
        do
        {
            await Task.Yield();
            first.Reset();
            first.Add(UInt128.Zero, []);
            await log.AppendAsync(first);
        }
        while (log.FirstSequence == 1);

        // It may go on while the log is read.
        var kept = log.FirstSequence;
        var found = await LogFixture.ReadAllAsync(log);
        Assert.InRange(found[0].Sequence, kept, log.FirstSequence);
        Assert.InRange(log.FirstSequence, 2, 1700);
        Assert.True(log.Bytes > 100_000);
    }

    [Fact]
    public async Task Retention_WhenAReaderIsBehind_DeletesNothingThatItHasNotPassed()
    {
        _fixture.Options = _fixture.Options with { RetentionBytes = 100_000 };
        await using var log = _fixture.Open();
        using var hold = log.Hold();
        var released = log.Hold();
        for (var i = 0; i < 40; i++)
            await log.AppendAsync(LogFixture.Batch(i * 100, 100, payloadBytes: 60));
        log.ReleasePosition = 4000;
        hold.Position = 1700;
        await log.AppendAsync(LogFixture.Batch(100_000, 1));
        await log.AppendAsync(LogFixture.Batch(100_001, 1));
        Assert.Equal(1, log.FirstSequence);

        released.Dispose();
        var filler = new AppendBatch();
        do
        {
            filler.Reset();
            filler.Add(UInt128.Zero, []);
            await log.AppendAsync(filler);
        }
        while (log.FirstSequence == 1);
        Assert.InRange(log.FirstSequence, 2, 1700);
        Assert.Equal(log.FirstSequence, (await LogFixture.ReadAllAsync(log))[0].Sequence);
    }
}

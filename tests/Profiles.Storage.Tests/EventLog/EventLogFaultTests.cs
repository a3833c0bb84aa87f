using Profiles.Storage.EventLog;

namespace Profiles.Storage.Tests.EventLog;

/// <summary>
/// A disk that refuses: nothing is acknowledged, nothing acknowledged is lost, and it recovers by itself.
/// </summary>
public sealed class EventLogFaultTests : IDisposable
{
    private readonly FaultyFiles _files = new();
    private readonly LogFixture _fixture;

    public EventLogFaultTests() => _fixture = new LogFixture { Files = _files };

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("write")]
    [InlineData("part of a write")]
    [InlineData("flush")]
    [InlineData("growth")]
    public async Task Append_WhenTheDiskRefuses_FailsByNameAndSucceedsWhenItTakesThemAgain(string fault)
    {
        await using (var log = _fixture.Open())
        {
            if (fault != "growth")
                await log.AppendAsync(LogFixture.Batch(0, 10));
            Break(fault);
            var batch = LogFixture.Batch(10, 10);
            var refused = await Assert.ThrowsAsync<StorageUnavailableException>(
                async () => await log.AppendAsync(batch));
            Assert.Contains(_fixture.Path, refused.Reason, StringComparison.Ordinal);
            Assert.False(log.Health.IsHealthy);
            Assert.Equal(refused.Reason, log.Health.Reason);
            Assert.Equal(0, batch.LastSequence);

            Break(null);
            await log.AppendAsync(batch);
            Assert.True(log.Health.IsHealthy);
            Assert.Equal(0, batch.DuplicateCount);
            Assert.Equal(log.LastSequence, batch.LastSequence);
            var found = await LogFixture.ReadAllAsync(log);
            Assert.Equal("event 19", found[^1].Payload);
        }

        var kept = await _fixture.ReadAtRestAsync();
        Assert.Equal(kept.Count, kept.Select(record => record.Payload).Distinct().Count());
        Assert.Equal("event 19", kept[^1].Payload);
    }

    [Fact]
    public async Task Append_WhenTheDiskRefuses_CutsTheFileBackToItsDurableEnd()
    {
        await using var log = _fixture.Open();
        await log.AppendAsync(LogFixture.Batch(0, 10));
        var durable = log.Bytes;
        _files.FailsWrites = true;
        _files.BytesBeforeFailure = 300;
        await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
            await log.AppendAsync(LogFixture.Batch(10, 10)));
        _files.FailsWrites = false;
        _files.BytesBeforeFailure = 0;
        await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
        {
            _files.FailsFlushes = true;
            await log.AppendAsync(LogFixture.Batch(10, 10));
        });
        _files.FailsFlushes = false;
        await log.AppendAsync(LogFixture.Batch(0, 10));
        Assert.Equal(durable, log.Bytes);
        Assert.Equal(10, (await LogFixture.ReadAllAsync(log)).Count);
    }

    [Fact]
    public async Task Append_WhenTheDiskRefusesButAllAreDuplicates_StillAcknowledges()
    {
        await using var log = _fixture.Open();
        await log.AppendAsync(LogFixture.Batch(0, 10));
        _files.FailsWrites = true;
        var again = LogFixture.Batch(0, 10);
        await log.AppendAsync(again);
        Assert.Equal(10, again.LastSequence);
        Assert.Equal(10, again.DuplicateCount);
    }

    [Fact]
    public async Task Append_WhenANewSegmentCannotBeCreated_FailsAndGoesOnLater()
    {
        await using var log = _fixture.Open();
        await log.AppendAsync(LogFixture.Batch(0, 1, payloadBytes: 70_000));
        _files.FailsCreate = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
            await log.AppendAsync(LogFixture.Batch(1, 1)));
        _files.FailsCreate = false;
        await log.AppendAsync(LogFixture.Batch(1, 1));
        Assert.Equal(2, _fixture.Segments.Length);
        Assert.Equal(2, log.LastSequence);
        Assert.Equal(2, (await LogFixture.ReadAllAsync(log)).Count);
    }

    [Fact]
    public async Task Append_WhenASidecarCannotBeWritten_StillKnowsItsKeys()
    {
        await using (var log = _fixture.Open())
        {
            await log.AppendAsync(LogFixture.Batch(0, 1, payloadBytes: 70_000));
            await log.AppendAsync(LogFixture.Batch(1, 1, payloadBytes: 70_000));
            Directory.CreateDirectory(Path.ChangeExtension(_fixture.Segments[1], ".keys"));
            await log.AppendAsync(LogFixture.Batch(2, 1, payloadBytes: 70_000));
            var again = LogFixture.Batch(0, 3, payloadBytes: 70_000);
            await log.AppendAsync(again);
            Assert.Equal(3, again.DuplicateCount);
        }

        Directory.Delete(Path.ChangeExtension(_fixture.Segments[1], ".keys"));
        await using var reopened = _fixture.Open();
        var repeated = LogFixture.Batch(0, 3, payloadBytes: 70_000);
        await reopened.AppendAsync(repeated);
        Assert.Equal(3, repeated.DuplicateCount);
    }

    [Fact]
    public async Task Append_WhenOnlyOneWaits_FlushesOnce()
    {
        await using var log = _fixture.Open();
        await log.AppendAsync(LogFixture.Batch(0, 1));
        var before = _files.Flushes;
        await log.AppendAsync(LogFixture.Batch(1, 100));
        Assert.Equal(before + 1, _files.Flushes);
    }

    [Fact]
    public async Task Append_WhenTheFileSystemIsReallyFull_RefusesAndRecoversWhenSpaceReturns()
    {
        using var disk = SmallDisk.TryMount(megabytes: 2);
        Assert.SkipWhen(disk is null, "Mounting a small file system needs root and is not possible here.");
        var options = _fixture.Options with { GrowthBytes = 64 << 10 };
        var path = Path.Combine(disk!.Path, "log");
        var accepted = 0;
        await using (var log = EventLogPartition.Open(path, 0, options, _fixture.Time, _fixture.Logger))
        {
            var ballast = Path.Combine(disk.Path, "ballast");
            await File.WriteAllBytesAsync(ballast, new byte[600_000]);
            await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
            {
                while (true)
                {
                    await log.AppendAsync(LogFixture.Batch(accepted, 10, payloadBytes: 500));
                    accepted += 10;
                }
            });
            Assert.InRange(accepted, 1000, 4000);
            Assert.False(log.Health.IsHealthy);
            File.Delete(ballast);
            await log.AppendAsync(LogFixture.Batch(0, accepted + 10, payloadBytes: 500));
            Assert.True(log.Health.IsHealthy);
            Assert.Equal(accepted + 10, log.LastSequence);
        }

        var reopened = EventLogPartition.Open(path, 0, options, _fixture.Time, _fixture.Logger);
        Assert.Equal(accepted + 10, (await LogFixture.ReadAllAsync(reopened)).Count);
        await reopened.DisposeAsync();
    }

    private void Break(string? fault)
    {
        _files.FailsWrites = fault is "write" or "part of a write";
        _files.BytesBeforeFailure = fault == "part of a write" ? 200 : 0;
        _files.FailsFlushes = fault == "flush";
        _files.FailsSetLength = fault == "growth";
    }
}

using FsCheck;
using FsCheck.Fluent;
using Profiles.Storage.EventLog;

namespace Profiles.Storage.Tests.EventLog;

/// <summary>
/// Laws of the log over random histories: what was acknowledged is there, once, in order, and nothing else.
/// </summary>
public sealed class EventLogProperties
{
    private static readonly EventLogOptions Options = new()
    {
        SegmentBytes = 64 << 10, GrowthBytes = 8 << 10, MaxGroupBytes = 8 << 10, TailBytes = 0,
    };

    [Fact]
    public void Log_WhenAppendedAndReopenedInAnyWay_HoldsEveryEventOnceInOrder() =>
        Prop.ForAll(Steps(), steps => RunAsync(steps).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void Log_WhenPowerIsLostAtAnyMoment_OpensWithAllThatWasAcknowledgedAndNoOtherBytes() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => LosePowerAsync(seed).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    [Fact]
    public void Log_WhenAnyBitFlipsAfterItWasClosed_RefusesByName() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => FlipAsync(seed).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    /// <summary>A step: below 0 reopens; else appends the events from it on, some of them seen before.</summary>
    private static Arbitrary<int[]> Steps() =>
        Gen.Choose(-3, 500).Select(step => step < 0 ? -1 : step).ArrayOf().Resize(60).ToArbitrary();

    private static async Task RunAsync(int[] steps)
    {
        using var fixture = new LogFixture { Options = Options };
        var expected = new List<int>();
        var log = fixture.Open();
        foreach (var step in steps)
        {
            if (step < 0)
            {
                await log.DisposeAsync();
                log = fixture.Open();
                continue;
            }

            var batch = LogFixture.Batch(step, 20, payloadBytes: 150);
            await log.AppendAsync(batch);
            for (var i = 0; i < 20; i++)
            {
                var known = expected.IndexOf(step + i);
                Assert.Equal(known >= 0, batch.IsDuplicate(i));
                if (known < 0)
                    expected.Add(step + i);
                Assert.Equal(expected.IndexOf(step + i) + 1, batch.SequenceOf(i));
            }
        }

        var found = await LogFixture.ReadAllAsync(log);
        Assert.Equal(expected.Select(Payload), found.Select(record => record.Payload));
        await log.DisposeAsync();
        Assert.Equal(found, await fixture.ReadAtRestAsync());
    }

    private static async Task LosePowerAsync(int seed)
    {
        var random = new Random(seed);
        var files = new PowerLossFiles();
        using var fixture = new LogFixture { Options = Options, Files = files };
        using var after = new LogFixture { Options = Options };
        var log = fixture.Open();
        var acknowledged = 0;
        for (var loss = 0; loss < 12; loss++)
        {
            var batch = LogFixture.Batch(acknowledged, 1 + random.Next(120), payloadBytes: 150);
            var appending = log.AppendAsync(batch).AsTask();
            if (random.Next(2) == 0)
                await appending;
            if (appending.IsCompletedSuccessfully)
                acknowledged += batch.Count;
            files.LosePower(fixture.Path, after.Path, random);
            var durable = await OpenAndReadAsync(after);
            Assert.InRange(durable.Count, acknowledged, acknowledged + batch.Count);
            Assert.Equal(Enumerable.Range(0, durable.Count).Select(Payload), durable);
            Clear(after.Path);
            await appending;
            acknowledged = (int)log.LastSequence;
        }

        await log.DisposeAsync();
    }

    /// <summary>A file system may list a folder as not yet empty when its files are just gone: once more.</summary>
    private static void Clear(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (IOException) when (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static async Task FlipAsync(int seed)
    {
        var random = new Random(seed);
        using var fixture = new LogFixture { Options = Options };
        await using (var log = fixture.Open())
        {
            for (var i = 0; i < 60; i++)
                await log.AppendAsync(LogFixture.Batch(i * 10, 10, payloadBytes: 150));
        }

        var segment = fixture.Segments[random.Next(fixture.Segments.Length)];
        var bytes = await File.ReadAllBytesAsync(segment);
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        await File.WriteAllBytesAsync(segment, bytes);
        try
        {
            var found = await OpenAndReadAsync(fixture);
            Assert.Fail($"The log opened with {found.Count} records.");
        }
        catch (EventLogCorruptException refused)
        {
            Assert.Equal(segment, refused.File);
        }
    }

    private static async Task<List<string>> OpenAndReadAsync(LogFixture fixture)
    {
        await using var log = fixture.Open();
        return (await LogFixture.ReadAllAsync(log)).ConvertAll(record => record.Payload);
    }

    private static string Payload(int i) => $"event {i}".PadRight(150, '.');
}

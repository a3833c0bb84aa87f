using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Profiles.Contracts;
using Profiles.Storage.EventLog;
using Profiles.Streaming.Hosting;
using static Profiles.Streaming.Tests.TestPlatform;

namespace Profiles.Streaming.Tests;

public class DeadLetterTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("profiles-").FullName;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Pump_WhenAFoldFails_PutsThatEventAsideAndCountsTheOthers()
    {
        await using var platform = await StartAsync(_path, services => services.AddFailingCatalogue());

        var sent = await platform.SendAsync(
            Event("e1", "ann", 1), Event(
                "e2", "ann", 2, FailingCatalogue.Poison), Event("e3", "ann", 3), Event("e4", "bob", 4));

        Assert.Equal(2, (await platform.ReadAsync(User("ann"), sent.Token)).Counters.Events);
        Assert.Equal(1, (await platform.ReadAsync(User("bob"), sent.Token)).Counters.Events);
        var letter = Assert.Single(await ListAsync(platform));
        Assert.Equal((User("ann").ToGrainKey(), FailingCatalogue.Message), (letter.Unit, letter.Detail));
    }

    [Fact]
    public async Task Pump_WhenAFoldFailsLater_KeepsWhatWasFoldedBeforeAndNotYetWritten()
    {
        await using var platform = await StartAsync(_path, services => services.AddFailingCatalogue());
        await platform.SendAsync(Event("e1", "ann", 1));
        await platform.SendAsync(Event("e2", "ann", 2));
        await platform.SendAsync(Event("e3", "ann", 3, FailingCatalogue.Poison));

        var sent = await platform.SendAsync(Event("e4", "ann", 4));

        Assert.Equal(3, (await platform.ReadAsync(User("ann"), sent.Token)).Counters.Events);
    }

    [Fact]
    public async Task Replay_WhenTheCauseIsMended_CountsTheEventOnce()
    {
        var catalogue = new FailingCatalogue();
        await using var platform = await StartAsync(_path, services => services.AddFailingCatalogue(catalogue));
        var sent = await platform.SendAsync(Event("e1", "ann", 1, FailingCatalogue.Poison), Event("e2", "ann", 2));
        await platform.WaitAsync(User("ann"), sent.Token);
        catalogue.IsMended = true;
        var letters = platform.Get<IDeadLetters>();

        Assert.Equal(1, await letters.ReplayAsync([], TestContext.Current.CancellationToken));
        Assert.Equal(0, await letters.ReplayAsync([], TestContext.Current.CancellationToken));

        sent = await platform.SendAsync(Event("e3", "ann", 3));
        Assert.Equal(3, (await platform.ReadAsync(User("ann"), sent.Token)).Counters.Events);
        Assert.Empty(await ListAsync(platform));
    }

    [Fact]
    public async Task Pump_WhenARecordIsOfAnUnknownVersion_PutsItAsideAndGoesOn()
    {
        await using var platform = await StartAsync(_path);
        var batch = new AppendBatch();
        batch.Add(UInt128.One, [0xFF, 0xFF, 0xFF]);
        foreach (var log in platform.Get<PartitionSet>().Logs) await log.AppendAsync(batch);

        var sent = await platform.SendAsync(Event("e1", "ann", 1), Event("e2", "bob", 1), Event("e3", "cid", 1));

        Assert.Equal(1, (await platform.ReadAsync(User("ann"), sent.Token)).Counters.Events);
        Assert.Equal(1, (await platform.ReadAsync(User("bob"), sent.Token)).Counters.Events);
        Assert.NotEmpty(await ListAsync(platform));
    }

    private static ValueTask<IReadOnlyList<DeadLetter>> ListAsync(TestPlatform platform) =>
        platform.Get<IDeadLetters>().ListAsync(10, includeReplayed: false, TestContext.Current.CancellationToken);

    protected virtual void Dispose(bool disposing) => Directory.Delete(_path, recursive: true);
}

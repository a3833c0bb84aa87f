using static Profiles.Streaming.Tests.TestPlatform;

namespace Profiles.Streaming.Tests;

public class LinkTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("profiles-").FullName;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Link_WhenTheDeviceHasAProfile_MergesItIntoTheUser()
    {
        await using var platform = await StartAsync(_path);
        await platform.SendAsync(Event("e1", "ann", 1));
        var sent = await platform.SendAsync(DeviceEvent("d1", "tv", 2), DeviceEvent("d2", "tv", 3));

        var link = await platform.LinkAsync("tv", "ann");

        Assert.Equal(("ann", 1), (link.UserId, link.Generation));
        Assert.Equal(3, (await platform.ReadAsync(User("ann"), sent.Token)).Counters.Events);
        Assert.Equal(0, (await platform.ReadAsync(Device("tv"), sent.Token)).Counters.Events);
    }

    [Fact]
    public async Task Link_WhenLateEventsComeByDevice_CountsThemAtTheUserOnce()
    {
        await using var platform = await StartAsync(_path);
        await platform.SendAsync(DeviceEvent("d1", "tv", 2));
        await platform.LinkAsync("tv", "ann");

        await platform.SendAsync(DeviceEvent("d2", "tv", 3), DeviceEvent("d3", "tv", 4));
        var sent = await platform.SendAsync(DeviceEvent("d2", "tv", 3), DeviceEvent("d1", "tv", 2));

        Assert.Equal(2, sent.Duplicates);
        Assert.Equal(3, (await platform.ReadAsync(User("ann"), sent.Token)).Counters.Events);
    }

    [Fact]
    public async Task Link_WhenDeviceAndUserAreOfOnePartition_ForwardsEveryEvent()
    {
        await using var platform = await StartAsync(_path, options: one => one.PartitionCount = 1);
        await platform.SendAsync(DeviceEvent("d1", "tv", 2));
        await platform.LinkAsync("tv", "ann");

        var sent = await platform.SendAsync(DeviceEvent("d2", "tv", 3), DeviceEvent("d3", "tv", 4));

        Assert.Equal(3, (await platform.ReadAsync(User("ann"), sent.Token)).Counters.Events);
    }

    [Fact]
    public async Task Link_WhenAskedAgain_ChangesNothing()
    {
        await using var platform = await StartAsync(_path);
        var sent = await platform.SendAsync(DeviceEvent("d1", "tv", 2));
        await platform.LinkAsync("tv", "ann");

        var again = await platform.LinkAsync("tv", "ann");

        Assert.Equal(("ann", 1), (again.UserId, again.Generation));
        Assert.Equal(1, (await platform.ReadAsync(User("ann"), sent.Token)).Counters.Events);
    }

    [Fact]
    public async Task Link_WhenLinkedToAnother_KeepsTheFirst()
    {
        await using var platform = await StartAsync(_path);
        await platform.LinkAsync("tv", "ann");

        Assert.Equal("ann", (await platform.LinkAsync("tv", "bob")).UserId);
    }

    [Fact]
    public async Task Link_WhenUnlinkedAndLinkedAgain_MergesOnlyWhatIsNew()
    {
        await using var platform = await StartAsync(_path);
        await platform.SendAsync(DeviceEvent("d1", "tv", 2));
        await platform.LinkAsync("tv", "ann");

        Assert.Null((await platform.UnlinkAsync("tv")).UserId);
        var alone = await platform.SendAsync(DeviceEvent("d2", "tv", 3));
        Assert.Equal(1, (await platform.ReadAsync(Device("tv"), alone.Token)).Counters.Events);
        Assert.Equal(1, (await platform.ReadAsync(User("ann"), alone.Token)).Counters.Events);

        var link = await platform.LinkAsync("tv", "bob");
        Assert.Equal(("bob", 2), (link.UserId, link.Generation));
        Assert.Equal(1, (await platform.ReadAsync(User("bob"), alone.Token)).Counters.Events);
        Assert.Equal(1, (await platform.ReadAsync(User("ann"), alone.Token)).Counters.Events);
    }

    [Fact]
    public async Task Link_WhenTheProcessStartsAgain_IsKept()
    {
        await using (var first = await StartAsync(_path))
        {
            await first.SendAsync(DeviceEvent("d1", "tv", 2));
            await first.LinkAsync("tv", "ann");
        }

        await using var second = await StartAsync(_path);
        var sent = await second.SendAsync(DeviceEvent("d2", "tv", 3));
        Assert.Equal(2, (await second.ReadAsync(User("ann"), sent.Token)).Counters.Events);
    }

    protected virtual void Dispose(bool disposing) => Directory.Delete(_path, recursive: true);
}

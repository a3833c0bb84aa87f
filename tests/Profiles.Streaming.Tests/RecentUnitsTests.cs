using Profiles.Contracts;
using static Profiles.Streaming.Tests.TestPlatform;

namespace Profiles.Streaming.Tests;

public sealed class RecentUnitsTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("profiles-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task RecentUnits_WhenManyWereActive_AreTheLatestOfTheTenant()
    {
        await using var platform = await StartAsync(_path);
        var recent = platform.Get<IRecentUnits>();
        Assert.Empty(await recent.ReadAsync(Tenant, 10, TestContext.Current.CancellationToken));

        for (var user = 0; user < 20; user++) await platform.SendAsync(Event($"e{user}", $"user-{user}", user));
        await platform.SendAsync(DeviceEvent("d", "tv", 30));

        var all = await recent.ReadAsync(Tenant, 1000, TestContext.Current.CancellationToken);
        Assert.Equal(21, all.Count);
        Assert.Contains(Device("tv"), all);
        Assert.Equal(5, (await recent.ReadAsync(Tenant, 5, TestContext.Current.CancellationToken)).Count);
        Assert.Empty(await recent.ReadAsync("other", 10, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => recent.ReadAsync(Tenant, 1001, TestContext.Current.CancellationToken).AsTask());
    }
}

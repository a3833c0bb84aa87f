using Microsoft.Extensions.DependencyInjection;
using Profiles.Contracts;
using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Units;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Tests;

/// <summary>
/// The whole platform below HTTP, in process, on a data folder that outlives it, or on several silos that share a
/// database.
/// </summary>
internal sealed class TestPlatform : IAsyncDisposable
{
    public const string Tenant = "default";

    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(20);

    private readonly ITestHosts _hosts;

    private TestPlatform(ITestHosts hosts) => _hosts = hosts;

    /// <summary>Starts the hosts of a test; a suite that runs on other hosts sets it before.</summary>
    public static AsyncLocal<Func<ProfilesHostOptions, Action<IServiceCollection>?, Task<ITestHosts>>?> Hosting
    {
        get;
    } = new();

    public IEventIngestion Ingestion => _hosts.Next.GetRequiredService<IEventIngestion>();

    public IContentCatalogue Catalogue => Get<IContentCatalogue>();

    public static async Task<TestPlatform> StartAsync(
        string path, Action<IServiceCollection>? configure = null, Action<ProfilesHostOptions>? options = null)
    {
        var hostOptions = new ProfilesHostOptions { DataPath = path, PartitionCount = 2 };
        options?.Invoke(hostOptions);
        return new TestPlatform(await (Hosting.Value ?? SingleTestHost.StartAsync)(hostOptions, configure));
    }

    public static ViewingEvent Event(string id, string user, int second, string? content = "c1") => new()
    {
        Id = id,
        UserId = user,
        ContentId = content,
        Type = ViewingEventType.Play,
        OccurredAtUnixMs = 1_767_225_600_000L + (second * 1000L),
    };

    public static ViewingEvent DeviceEvent(string id, string device, int second) => new()
    {
        Id = id,
        DeviceId = device,
        ContentId = "c1",
        Type = ViewingEventType.Play,
        OccurredAtUnixMs = 1_767_225_600_000L + (second * 1000L),
    };

    public static UnitKey User(string id) => new(Tenant, UnitKind.User, id);

    public static UnitKey Device(string id) => new(Tenant, UnitKind.Device, id);

    public T Get<T>()
        where T : notnull => _hosts.First.GetRequiredService<T>();

    public IUserProfileGrain Grain(UnitKey unit) =>
        _hosts.Next.GetRequiredService<IGrainFactory>().GetGrain<IUserProfileGrain>(unit.ToGrainKey());

    public ValueTask<IngestionResult> SendAsync(params ViewingEvent[] events) =>
        Ingestion.AppendAsync(Tenant, events, TestContext.Current.CancellationToken);

    public async Task<ProfileView> ReadAsync(UnitKey unit, ReadToken after)
    {
        await WaitAsync(unit, after);
        return await Grain(unit).GetAsync();
    }

    public async Task WaitAsync(UnitKey unit, ReadToken after) => Assert.True(
        await _hosts.Next.GetRequiredService<IReadBarrier>()
            .WaitAsync(unit, after, ReadLimit, TestContext.Current.CancellationToken),
        "The token was not reached in time.");

    public async Task<DeviceLink> LinkAsync(string device, string user)
    {
        await WaitForAsync(device, await Grain(Device(device)).LinkAsync(user));
        return await Grain(Device(device)).GetLinkAsync();
    }

    public async Task<DeviceLink> UnlinkAsync(string device)
    {
        await WaitForAsync(device, await Grain(Device(device)).UnlinkAsync());
        return await Grain(Device(device)).GetLinkAsync();
    }

    public ValueTask DisposeAsync() => _hosts.DisposeAsync();

    private async Task WaitForAsync(string device, string token)
    {
        Assert.True(ReadToken.TryParse(token, out var parsed));
        await WaitAsync(Device(device), parsed);
    }
}

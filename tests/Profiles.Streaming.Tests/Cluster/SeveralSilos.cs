using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Profiles.Analytics.Tests;
using Profiles.Contracts.Messages;
using Profiles.Storage.Postgres;
using Profiles.Streaming.Cluster;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Tests.Cluster;

/// <summary>Silos that stand for the one host of a suite: each is asked in turn.</summary>
internal sealed class SeveralSilos : ITestHosts
{
    private readonly InProcessTestCluster _cluster;
    private int _next;

    private SeveralSilos(InProcessTestCluster cluster) => _cluster = cluster;

    public IServiceProvider Next => ServicesOf((uint)Interlocked.Increment(ref _next) % (uint)_cluster.Silos.Count);

    public IServiceProvider First => ServicesOf(0);

    public static async Task<ITestHosts> StartAsync(
        PostgresDatabase database, short count, ProfilesHostOptions options, Action<IServiceCollection>? configure)
    {
        var builder = new InProcessTestClusterBuilder(count);
        builder.ConfigureSiloHost((silo, host) =>
        {
            host.AddClusterProfilesAsync(
                new ProfilesHostOptions { DataPath = Path.Combine(options.DataPath, silo.SiloName) },
                new ClusterOptions
                {
                    ConnectionString = database.PooledBy(30),
                    Partitions = options.PartitionCount,
                    LeaseLength = TimeSpan.FromSeconds(5),
                    LookInterval = TimeSpan.FromMilliseconds(100),
                },
                CancellationToken.None).GetAwaiter().GetResult();
            configure?.Invoke(host.Services);
        });
        builder.ConfigureClientHost(host => host.Services.AddMessageSerialization());
        var cluster = builder.Build();
        await cluster.DeployAsync();
        var hosts = new SeveralSilos(cluster);
        while (!await hosts.AreAllHeldAsync()) await Task.Delay(20, TestContext.Current.CancellationToken);
        return hosts;
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }

    private async Task<bool> AreAllHeldAsync()
    {
        var owners = await First.GetRequiredService<PartitionLeases>()
            .ReadOwnersAsync(TestContext.Current.CancellationToken);
        var shares = PartitionShares.Of(
            [.. _cluster.Silos.Select(silo => silo.SiloAddress.ToParsableString())], owners.Length);
        return owners.SequenceEqual(shares);
    }

    private IServiceProvider ServicesOf(uint silo) =>
        _cluster.GetSiloServiceProvider(_cluster.Silos[(int)silo].SiloAddress);
}

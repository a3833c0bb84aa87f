using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Profiles.Analytics.Tests;
using Profiles.Contracts;
using Profiles.Contracts.Messages;
using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Units;
using Profiles.Storage.Postgres;
using Profiles.Streaming.Cluster;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Tests.Cluster;

/// <summary>Silos of Orleans in one process, that share a database of their own.</summary>
internal sealed class TestSilos : IAsyncDisposable
{
    public const int Partitions = 12;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly PostgresDatabase _database;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("profiles-silos-");
    private InProcessTestCluster? _cluster;

    private TestSilos(PostgresServer server) => _database = new PostgresDatabase(server);

    public InProcessTestCluster Cluster => _cluster!;

    /// <summary>Starts silos, and waits until every partition is folded by one of them.</summary>
    public static async Task<TestSilos> StartAsync(
        PostgresServer server, short count, Func<string, Task>? fillDatabase = null,
        Action<IServiceCollection>? configure = null)
    {
        var silos = new TestSilos(server);
        if (fillDatabase is not null) await fillDatabase(silos._database.PooledBy(5));
        var builder = new InProcessTestClusterBuilder(count);
        builder.ConfigureSiloHost((silo, host) =>
        {
            host.AddClusterProfilesAsync(
                new ProfilesHostOptions
                {
                    DataPath = Path.Combine(silos._folder.FullName, silo.SiloName),
                    CheckpointInterval = TimeSpan.FromMilliseconds(200),
                },
                new ClusterOptions
                {
                    ConnectionString = silos._database.PooledBy(30),
                    Partitions = Partitions,
                    LeaseLength = TimeSpan.FromSeconds(2),
                    LookInterval = TimeSpan.FromMilliseconds(200),
                    TrendInterval = TimeSpan.FromMilliseconds(200),
                },
                CancellationToken.None).GetAwaiter().GetResult();
            configure?.Invoke(host.Services);
        });
        builder.ConfigureClientHost(host => host.Services.AddMessageSerialization());
        silos._cluster = builder.Build();
        await silos._cluster.DeployAsync();
        await silos.WaitUntilAllHeldAsync();
        return silos;
    }

    public T Get<T>(int silo)
        where T : notnull => Cluster.GetSiloServiceProvider(Cluster.Silos[silo].SiloAddress).GetRequiredService<T>();

    public IUserProfileGrain Grain(int silo, UnitKey unit) =>
        Get<IGrainFactory>(silo).GetGrain<IUserProfileGrain>(unit.ToGrainKey());

    /// <summary>Sends events to a silo until it acknowledges them, or another one does.</summary>
    /// <param name="silo">Which silo is asked first.</param>
    /// <param name="events">The events.</param>
    public async Task<ReadToken> SendAsync(int silo, params ViewingEvent[] events)
    {
        while (true)
        {
            try
            {
                var result = await Get<IEventIngestion>(silo++ % Cluster.Silos.Count).AppendAsync(
                    TestPlatform.Tenant, events, TestContext.Current.CancellationToken);
                return result.Token;
            }
            catch (Exception fault) when (fault is IngestionRefusedException or ObjectDisposedException)
            {
                // As a client does: again, elsewhere.
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Counts a viewer's events once the token is reached, asked of one silo.</summary>
    public async Task<long> CountAsync(int silo, string user, ReadToken after) =>
        (await ReadAsync(silo, user, after)).Counters.Events;

    /// <summary>Reads a viewer's profile once the token is reached, asked of one silo.</summary>
    public async Task<ProfileView> ReadAsync(int silo, string user, ReadToken after)
    {
        var unit = TestPlatform.User(user);
        Assert.True(
            await Get<IReadBarrier>(silo).WaitAsync(unit, after, Limit, TestContext.Current.CancellationToken),
            $"The token of {user} was not reached in time.");
        return await Grain(silo, unit).GetAsync();
    }

    public async Task WaitUntilAllHeldAsync()
    {
        while (true)
        {
            var owners = await Get<PartitionLeases>(0).ReadOwnersAsync(TestContext.Current.CancellationToken);
            var alive = Cluster.Silos.Select(silo => silo.SiloAddress.ToParsableString()).ToHashSet();
            if (owners.All(owner => owner is not null && alive.Contains(owner))) return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.StopAllSilosAsync();
            await _cluster.DisposeAsync();
        }

        _database.Dispose();
        _folder.Delete(recursive: true);
    }
}

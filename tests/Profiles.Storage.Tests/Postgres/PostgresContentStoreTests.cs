using Profiles.Analytics.Tests;
using Profiles.Storage.Catalogue;
using Profiles.Storage.Postgres;
using Profiles.Storage.Tests.Catalogue;

namespace Profiles.Storage.Tests.Postgres;

/// <summary>The suite of content stores on PostgreSQL, and hosts that write at once.</summary>
public sealed class PostgresContentStoreTests(PostgresServer server) : ContentStoreConformance, IAsyncLifetime
{
    private readonly TestCluster _test = new(server);
    private PostgresCluster? _cluster;

    public async ValueTask InitializeAsync() => _cluster = await _test.OpenAsync();

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Fact]
    public async Task Upsert_WhenHostsWriteAtOnce_NumbersEachRevisionOnce()
    {
        const int Hosts = 4;
        const int Batches = 20;
        var written = await Task.WhenAll(Enumerable.Range(0, Hosts).Select(host => Task.Run(() =>
        {
            using var store = Open();
            return Enumerable.Range(0, Batches).SelectMany(n => store.Upsert(
                [new($"c{n}", new byte[] { (byte)host }, new byte[] { 1 }), new($"h{host}-{n}", default, default)]))
                .ToList();
        })));

        using var all = Open();
        var revisions = written.SelectMany(of => of).Where(revision => revision > 0).Order().ToList();
        Assert.Equal(Enumerable.Range(1, revisions.Count).Select(n => (long)n), revisions);
        Assert.Equal(revisions, all.LoadTraits().Select(row => row.Revision));
        Assert.Equal(Batches + (Hosts * Batches), all.Count);
    }

    protected override IContentStore Open() => new PostgresContentStore(_cluster!);
}

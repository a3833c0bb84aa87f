using Profiles.Analytics.Tests;

namespace Profiles.Streaming.Tests.Cluster;

/// <summary>The same suite on two silos of Orleans.</summary>
public sealed class LinkOnTwoSilosTests : LinkTests
{
    private readonly PostgresDatabase _database;

    public LinkOnTwoSilosTests(PostgresServer server)
    {
        _database = new PostgresDatabase(server);
        TestPlatform.Hosting.Value = (options, configure) =>
            SeveralSilos.StartAsync(_database, 2, options, configure);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _database.Dispose();
    }
}

using Profiles.Analytics.Tests;

namespace Profiles.Streaming.Tests.Cluster;

/// <summary>The same suite on three silos of Orleans.</summary>
public sealed class PlatformOnThreeSilosTests : PlatformTests
{
    private readonly PostgresDatabase _database;

    public PlatformOnThreeSilosTests(PostgresServer server)
    {
        _database = new PostgresDatabase(server);
        TestPlatform.Hosting.Value = (options, configure) =>
            SeveralSilos.StartAsync(_database, 3, options, configure);
    }

    [Fact(Skip = "Several silos share a database on purpose; each has a folder of its own.")]
    public override Task Platform_WhenTheFolderIsInUse_RefusesNamingIt() => Task.CompletedTask;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _database.Dispose();
    }
}

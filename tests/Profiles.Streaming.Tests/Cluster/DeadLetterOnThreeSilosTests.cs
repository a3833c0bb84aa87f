using Profiles.Analytics.Tests;

namespace Profiles.Streaming.Tests.Cluster;

/// <summary>The same suite on three silos of Orleans.</summary>
public sealed class DeadLetterOnThreeSilosTests : DeadLetterTests
{
    private readonly PostgresDatabase _database;

    public DeadLetterOnThreeSilosTests(PostgresServer server)
    {
        _database = new PostgresDatabase(server);
        TestPlatform.Hosting.Value = (options, configure) =>
            SeveralSilos.StartAsync(_database, 3, options, configure);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _database.Dispose();
    }
}

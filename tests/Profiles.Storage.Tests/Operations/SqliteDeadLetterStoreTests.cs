using Profiles.Storage.Operations;

namespace Profiles.Storage.Tests.Operations;

public sealed class SqliteDeadLetterStoreTests : DeadLetterStoreConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override IDeadLetterStore Open() => SqliteDeadLetterStore.Open(_folder.Combine("operations.db"));
}

using Profiles.Storage.Experiments;

namespace Profiles.Storage.Tests.Experiments;

public sealed class SqliteExperimentStoreTests : ExperimentStoreConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override IExperimentStore Open() => SqliteExperimentStore.Open(_folder.Combine("experiments.db"));
}

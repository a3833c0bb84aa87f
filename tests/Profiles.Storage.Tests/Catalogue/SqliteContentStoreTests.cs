using Profiles.Storage.Catalogue;

namespace Profiles.Storage.Tests.Catalogue;

public sealed class SqliteContentStoreTests : ContentStoreConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override IContentStore Open() => SqliteContentStore.Open(_folder.Combine("catalogue.db"));
}

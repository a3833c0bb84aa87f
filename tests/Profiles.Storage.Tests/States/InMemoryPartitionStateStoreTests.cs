using Profiles.Storage.States;

namespace Profiles.Storage.Tests.States;

public sealed class InMemoryPartitionStateStoreTests : PartitionStateStoreConformance
{
    protected override IPartitionStateStore Open() => new InMemoryPartitionStateStore();
}

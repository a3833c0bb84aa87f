using Orleans;
using Orleans.Runtime;
using Profiles.Contracts;

namespace Profiles.Api.Tests.Fakes;

/// <summary>Gives out the units of a fake platform by their grain key.</summary>
internal sealed class FakeGrains(FakePlatform platform) : IGrainFactory
{
    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        (TGrainInterface)(IGrainWithStringKey)platform.Units.GetOrAdd(primaryKey, _ => new FakeUnit());

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => throw new NotSupportedException();
}

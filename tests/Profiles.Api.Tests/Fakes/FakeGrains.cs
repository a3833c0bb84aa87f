using System.Collections.Concurrent;
using Orleans;
using Orleans.Runtime;
using Profiles.Contracts.Experiments;
using Profiles.Core.Units;

namespace Profiles.Api.Tests.Fakes;

/// <summary>Gives out the units of a fake platform by their grain key.</summary>
internal sealed partial class FakeGrains(FakePlatform platform, FakeExperiments experiments) : IGrainFactory
{
    public ConcurrentDictionary<string, FakeAssignments> Assignments { get; } = new(StringComparer.Ordinal);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        (TGrainInterface)(IGrainWithStringKey)(typeof(TGrainInterface) == typeof(IAssignmentGrain)
            ? Assignments.GetOrAdd(primaryKey, key => new FakeAssignments(UnitOf(key), experiments))
            : platform.Units.GetOrAdd(primaryKey, _ => new FakeUnit()));

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => throw new NotSupportedException();

    private static UnitKey UnitOf(string key) =>
        UnitKey.TryParse(key, out var unit) ? unit : throw new ArgumentException(key);
}

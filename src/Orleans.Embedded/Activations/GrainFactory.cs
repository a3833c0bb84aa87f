using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>Makes references to the grains of this silo.</summary>
internal sealed class GrainFactory(GrainRuntime runtime) : IClusterClient
{
    public IServiceProvider ServiceProvider => runtime.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        if (string.IsNullOrWhiteSpace(primaryKey))
            throw new ArgumentException("A grain key is neither empty nor blank.", nameof(primaryKey));
        return Get<TGrainInterface>(IdSpan.Create(primaryKey), grainClassNamePrefix);
    }

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
        Get<TGrainInterface>(GrainIdKeyExtensions.CreateIntegerKey(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey =>
        Get<TGrainInterface>(GrainIdKeyExtensions.CreateGuidKey(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable =>
        runtime.CreateReference<TGrainInterface>(runtime.FindClass(grainId.Type), grainId.Key);

    private TGrainInterface Get<TGrainInterface>(IdSpan key, string? grainClassNamePrefix) =>
        runtime.CreateReference<TGrainInterface>(
            runtime.FindClass(typeof(TGrainInterface), grainClassNamePrefix), key);
}

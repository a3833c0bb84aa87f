namespace Orleans.Embedded.Invocation;

/// <summary>The grain interfaces and classes of an assembly; written by the source generator.</summary>
public abstract class GrainManifest
{
    /// <summary>Adds the interfaces and classes.</summary>
    public abstract void Populate(GrainManifestBuilder builder);
}

namespace Orleans.Embedded.Invocation;

/// <summary>Points to the <see cref="GrainManifest"/> of an assembly.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class GrainManifestAttribute : Attribute
{
    /// <summary>Sets the type of the manifest.</summary>
    public GrainManifestAttribute(Type manifestType) => ManifestType = manifestType;

    /// <summary>The type of the manifest.</summary>
    public Type ManifestType { get; }
}

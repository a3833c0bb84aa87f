namespace Orleans.CodeGeneration;

/// <summary>
/// The version of a grain interface, by which a cluster that is upgraded silo by silo knows who understands whom. In
/// one process there is one version, so nothing here reads it.
/// </summary>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class VersionAttribute(ushort version) : Attribute
{
    /// <summary>The version.</summary>
    public ushort Version { get; private set; } = version;
}

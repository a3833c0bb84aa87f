namespace Orleans;

/// <summary>Names an assembly with grains; the generator writes it into every assembly that refers to one.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ApplicationPartAttribute : Attribute
{
    /// <summary>Sets the name.</summary>
    public ApplicationPartAttribute(string assemblyName) => AssemblyName = assemblyName;

    /// <summary>The simple name of the assembly.</summary>
    public string AssemblyName { get; }
}

using System.Reflection;

namespace Orleans.Embedded.Invocation;

/// <summary>Collects the grain interfaces and classes of all assemblies when a silo is built.</summary>
public sealed class GrainManifestBuilder
{
    private readonly HashSet<Assembly> _visited = [];

    internal GrainManifestBuilder()
    {
    }

    internal Dictionary<Type, Func<GrainTarget, GeneratedReference>> Interfaces { get; } = [];

    internal HashSet<Type> Classes { get; } = [];

    /// <summary>Adds a grain interface with the constructor of its reference.</summary>
    public void AddInterface<TInterface>(Func<GrainTarget, GeneratedReference> create) =>
        Interfaces[typeof(TInterface)] = create;

    /// <summary>Adds a grain class.</summary>
    public void AddClass<TGrain>()
        where TGrain : class => Classes.Add(typeof(TGrain));

    /// <summary>Adds the manifests of the loaded assemblies and of the application parts they name.</summary>
    internal static GrainManifestBuilder FromLoadedAssemblies()
    {
        var builder = new GrainManifestBuilder();
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            builder.Add(assembly);
        if (Assembly.GetEntryAssembly() is { } entry)
            builder.Add(entry);
        return builder;
    }

    private void Add(Assembly assembly)
    {
        if (assembly.IsDynamic || !_visited.Add(assembly))
            return;
        if (assembly.GetCustomAttribute<GrainManifestAttribute>() is { } attribute)
            ((GrainManifest)Activator.CreateInstance(attribute.ManifestType, nonPublic: true)!).Populate(this);
        foreach (var part in assembly.GetCustomAttributes<ApplicationPartAttribute>())
            Add(Assembly.Load(part.AssemblyName));
    }
}

using Orleans.Runtime;

namespace Orleans;

/// <summary>Sets the grain type of a class; without it the type is the class name without its suffix Grain.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class GrainTypeAttribute : Attribute
{
    private readonly GrainType _grainType;

    /// <summary>Sets the grain type.</summary>
    public GrainTypeAttribute(string grainType) => _grainType = GrainType.Create(grainType);

    /// <summary>The grain type.</summary>
    public GrainType GetGrainType(IServiceProvider services, Type type) => _grainType;
}

namespace Orleans.Runtime;

/// <summary>Names the state and storage of a parameter of type <see cref="IPersistentState{TState}"/>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute : Attribute
{
    /// <summary>Sets the name of the state and, unless it is the default, of its storage.</summary>
    public PersistentStateAttribute(string stateName, string? storageName = null)
    {
        StateName = stateName;
        StorageName = storageName;
    }

    /// <summary>The name of the state.</summary>
    public string StateName { get; }

    /// <summary>The name of the storage; null for the default one.</summary>
    public string? StorageName { get; }
}

namespace Orleans;

/// <summary>Marks a message or state type that can cross the wire; in process nothing is serialized.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute
{
}

namespace Orleans.Concurrency;

/// <summary>Lets requests of this grain interleave at their awaits.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute
{
}

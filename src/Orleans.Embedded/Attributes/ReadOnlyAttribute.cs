namespace Orleans.Concurrency;

/// <summary>Says that this method changes nothing, so such requests interleave with each other.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute
{
}

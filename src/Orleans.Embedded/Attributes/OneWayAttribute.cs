namespace Orleans.Concurrency;

/// <summary>Says that the caller does not wait; a failure is logged where the grain runs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute
{
}

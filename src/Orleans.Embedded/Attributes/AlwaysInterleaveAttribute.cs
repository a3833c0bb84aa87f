namespace Orleans.Concurrency;

/// <summary>Lets this method interleave with any other request at their awaits.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute
{
}

namespace Orleans.Embedded.Invocation;

/// <summary>The result of a method without a result; lets one code path serve both.</summary>
public readonly struct Unit
{
}

namespace Profiles.Benchmarks.Budgets;

/// <summary>Bytes that this thread allocated since an operation said that its preparations are over.</summary>
internal static class Allocated
{
    [ThreadStatic]
    private static long begun;

    public static long Bytes => GC.GetAllocatedBytesForCurrentThread() - begun;

    public static void Begin() => begun = GC.GetAllocatedBytesForCurrentThread();
}

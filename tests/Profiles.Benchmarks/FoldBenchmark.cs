using Profiles.Benchmarks.Budgets;

namespace Profiles.Benchmarks;

/// <summary>The operations that every event goes through, one by one: nanoseconds and bytes.</summary>
internal static class FoldBenchmark
{
    public static Task RunAsync()
    {
        foreach (var operation in HotOperations.All)
        {
            Report.Line(operation.Name, operation.MeasureNanoseconds(200_000), "ns", "", "");
            Report.Line("  allocated", operation.MeasureAllocatedBytes(), "bytes", "", "");
        }

        return Task.CompletedTask;
    }
}

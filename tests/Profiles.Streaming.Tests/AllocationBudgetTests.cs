using System.Diagnostics;
using System.Reflection;
using Profiles.Benchmarks.Budgets;

namespace Profiles.Streaming.Tests;

public sealed class AllocationBudgetTests
{
    public static TheoryData<string> Names { get; } = [.. HotOperations.All.Select(operation => operation.Name)];

    // Without optimization, what awaits is an object and closures live longer: another program's figures.
    private static bool IsOptimized =>
        typeof(HotOperations).Assembly.GetCustomAttribute<DebuggableAttribute>()
            is not { IsJITOptimizerDisabled: true };

    [Theory]
    [MemberData(nameof(Names))]
    public void HotOperation_WhenWarm_StaysWithinItsBudget(string name)
    {
        Assert.SkipUnless(IsOptimized, "Budgets are of optimized builds: dotnet test -c Release.");
        var budget = AllocationBudgets.Read()[name];

        var allocated = HotOperations.All.Single(operation => operation.Name == name).MeasureAllocatedBytes();

        Assert.True(allocated <= budget, $"{name} allocates {allocated:F1} bytes, over its budget of {budget}.");
    }
}

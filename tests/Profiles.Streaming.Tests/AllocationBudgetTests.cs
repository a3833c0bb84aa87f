using Profiles.Benchmarks.Budgets;

namespace Profiles.Streaming.Tests;

public sealed class AllocationBudgetTests
{
    public static TheoryData<string> Names { get; } = [.. HotOperations.All.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void HotOperation_WhenWarm_StaysWithinItsBudget(string name)
    {
        var budget = AllocationBudgets.Read()[name];

        var allocated = HotOperations.All.Single(operation => operation.Name == name).MeasureAllocatedBytes();

        Assert.True(allocated <= budget, $"{name} allocates {allocated:F1} bytes, over its budget of {budget}.");
    }
}

using System.Text.Json;

namespace Profiles.Benchmarks.Budgets;

/// <summary>How many bytes each hot operation may allocate: <c>budgets.json</c>.</summary>
public static class AllocationBudgets
{
    /// <summary>Reads the budgets beside the program.</summary>
    public static IReadOnlyDictionary<string, double> Read() =>
        JsonSerializer.Deserialize<Dictionary<string, double>>(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "budgets.json")))!;
}

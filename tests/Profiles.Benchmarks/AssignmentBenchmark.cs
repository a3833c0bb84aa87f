using System.Diagnostics;
using Profiles.Benchmarks.Budgets;

namespace Profiles.Benchmarks;

/// <summary>Assigning a unit: one experiment by hash, one with conditions, a hundred of them.</summary>
internal static class AssignmentBenchmark
{
    private const int Rounds = 15;

    public static Task RunAsync()
    {
        Measure("one experiment, hash only", HotAssignments.HashOnly, 1_000_000, "150 ns");
        Measure("one experiment, two conditions", HotAssignments.WithConditions, 1_000_000, "500 ns");
        Measure($"{HotAssignments.Many} running experiments", HotAssignments.Hundred, 20_000, "20 us");
        return Task.CompletedTask;
    }

    // The median of rounds that are each long enough for the compiler to be done after the first.
    private static void Measure(string what, Action<int> repeat, int times, string target)
    {
        var rounds = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var stopwatch = Stopwatch.StartNew();
            repeat(times);
            rounds[round] = stopwatch.Elapsed.TotalNanoseconds / times;
        }

        Array.Sort(rounds);
        Report.Line(what, rounds[Rounds / 2], "ns", target, "GrowthBook's JavaScript SDK: 1,600 ns for one feature");
    }
}

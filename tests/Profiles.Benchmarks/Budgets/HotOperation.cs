using System.Diagnostics;

namespace Profiles.Benchmarks.Budgets;

/// <summary>An operation done for every event or request, and how it is done many times over.</summary>
/// <param name="Name">As in <c>budgets.json</c>.</param>
/// <param name="Repeat">Prepares, calls <c>Allocated.Begin</c>, and does it the given number of times.</param>
public sealed record HotOperation(string Name, Action<int> Repeat)
{
    private const int WarmUps = 2_000;
    private const int Repeats = 20_000;

    /// <summary>Bytes that one such operation allocates, warm.</summary>
    public double MeasureAllocatedBytes()
    {
        Repeat(WarmUps);
        Repeat(Repeats);
        return (double)Allocated.Bytes / Repeats;
    }

    /// <summary>Nanoseconds that one such operation takes, warm.</summary>
    public double MeasureNanoseconds(int times)
    {
        for (var round = 0; round < 30; round++) Repeat(WarmUps);
        var stopwatch = Stopwatch.StartNew();
        Repeat(times);
        return stopwatch.Elapsed.TotalNanoseconds / times;
    }
}

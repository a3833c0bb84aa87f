using System.Globalization;

namespace Profiles.Benchmarks;

/// <summary>Prints a figure beside its target and yardstick.</summary>
internal static class Report
{
    public static void Line(string what, double value, string unit, string target, string yardstick) =>
        Console.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture, $"{what,-58} {Format(value),12} {unit,-12} target {target,-12} {yardstick}"));

    public static double Percentile(double[] sorted, double share) =>
        sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    private static string Format(double value) => value switch
    {
        >= 1000 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.ToString("F3", CultureInfo.InvariantCulture),
    };
}

using System.Reflection;
using Orleans.Embedded.Tests.Surface;

namespace Orleans.Embedded.Tests;

/// <summary>Whatever claims to be Orleans' is Orleans', by name and signature.</summary>
public sealed class SurfaceTests
{
    private static readonly Dictionary<string, HashSet<string>> Published = new[]
    {
        "microsoft.orleans.core.abstractions/10.4.2/lib/net10.0/Orleans.Core.Abstractions.dll",
        "microsoft.orleans.testinghost/10.4.2/lib/net10.0/Orleans.TestingHost.dll",
    }.SelectMany(path => PublicSurface.Read(Path.Combine(PackageRoot, path))).ToDictionary();

    private static readonly Dictionary<string, HashSet<string>> Contracted = Contract.Read(out Uncited);

    private static readonly List<string> Uncited;

    private static string PackageRoot => typeof(SurfaceTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "NuGetPackageRoot").Value!;

    [Fact]
    public void PublicMembers_WhenInANamespaceOfOrleans_AreThoseOfOrleans()
    {
        var differences = new List<string>();
        foreach (var (type, lines) in Ours())
        {
            if (!Published.TryGetValue(type, out var theirs) && !Contracted.TryGetValue(type, out theirs))
                differences.Add($"{type} does not exist in Orleans");
            else
                differences.AddRange(lines.Except(theirs).Select(line => $"{type}: {line}"));
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Contract_WhenATypeIsPublished_LeavesItToTheAssembly() =>
        Assert.Empty(Contracted.Keys.Intersect(Published.Keys));

    [Fact]
    public void Contract_WhenItNamesAType_CitesTheSourceAndIsOneOfOurs()
    {
        Assert.Empty(Uncited);
        Assert.Empty(Contracted.Keys.Except(Ours().Select(type => type.Key)));
    }

    [Fact]
    public void Published_WhenRead_HasTheSurfaceOfOrleans()
    {
        // Guards the comparison itself: an empty surface would make every difference disappear.
        Assert.True(Published.Count > 200);
        Assert.Contains("public System.String get_Description()", Published["Orleans.DeactivationReason"]);
        Assert.Contains("public static System.Byte HighMemoryPressure = 12", Published["Orleans.DeactivationReasonCode"]
            .Select(line => line.Replace("Orleans.DeactivationReasonCode", "System.Byte", StringComparison.Ordinal)));
    }

    private static IEnumerable<KeyValuePair<string, HashSet<string>>> Ours() =>
        PublicSurface.Read(typeof(Grain).Assembly.Location)
            .Where(type => !type.Key.StartsWith("Orleans.Embedded.", StringComparison.Ordinal));
}

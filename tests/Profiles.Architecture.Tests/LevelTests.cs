using System.Collections.Immutable;
using System.Xml.Linq;

namespace Profiles.Architecture.Tests;

/// <summary>The arrows of the design: which project may know which.</summary>
public sealed class LevelTests
{
    private const string Grains = "Orleans API";

    // The table of the design. "Orleans API" is the property UsesGrains: the embedded runtime or the Orleans packages.
    private static readonly ImmutableDictionary<string, ImmutableArray<string>> MayKnow =
        new Dictionary<string, ImmutableArray<string>>
        {
            ["Profiles.Core"] = [],
            ["Profiles.Statistics"] = [],
            ["Orleans.Embedded"] = [],
            ["Orleans.Embedded.Generator"] = [],
            ["Profiles.Contracts"] = ["Profiles.Core", Grains],
            ["Profiles.Storage"] = ["Profiles.Core"],
            ["Profiles.Learning"] = ["Profiles.Core", "Profiles.Statistics"],
            ["Profiles.Streaming"] = ["Profiles.Contracts", "Profiles.Storage", "Profiles.Core", Grains],
            ["Profiles.Grains"] = ["Profiles.Contracts", "Profiles.Storage", "Profiles.Core", Grains],
            ["Profiles.Analytics"] = ["Profiles.Storage", "Profiles.Statistics", "Profiles.Core"],
            ["Profiles.Api"] =
                ["Profiles.Contracts", "Profiles.Analytics", "Profiles.Statistics", "Profiles.Core", Grains],
            ["Profiles.Cli"] =
            [
                "Profiles.Api", "Profiles.Grains", "Profiles.Streaming", "Profiles.Analytics", "Profiles.Contracts",
                "Profiles.Storage", "Profiles.Learning", "Profiles.Core", "Profiles.Statistics", Grains,
            ],
            ["Profiles.Silo"] =
            [
                "Profiles.Grains", "Profiles.Streaming", "Profiles.Storage", "Profiles.Api", "Profiles.Analytics",
                "Profiles.Contracts", "Profiles.Core", Grains,
            ],
        }.ToImmutableDictionary();

    // The pure projects, and the packages each of them may use at run time.
    private static readonly ImmutableDictionary<string, ImmutableArray<string>> PurePackages =
        new Dictionary<string, ImmutableArray<string>>
        {
            ["Profiles.Core"] = ["System.Numerics.Tensors"],
            ["Profiles.Statistics"] = ["MathNet.Numerics"],
        }.ToImmutableDictionary();

    public static TheoryData<string> SourceProjects => [.. Repository.ProjectsIn("src")];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void Project_WhenInSource_KnowsOnlyWhatItsLevelMay(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        Assert.True(MayKnow.TryGetValue(name, out var allowed), $"{name} is not in the design's table of projects.");

        var known = References(project);
        if (UsesGrains(project)) known = known.Add(Grains);
        Repository.AssertNone(known.Except(allowed), $"{name} knows what its level may not");
    }

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void Project_WhenPure_UsesOnlyItsPackagesAndBansAmbientTime(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        if (!PurePackages.TryGetValue(name, out var allowed)) return;

        var document = Load(project);
        Assert.Contains(document.Descendants("IsPure"), element => element.Value == "true");
        Assert.Empty(document.Descendants("FrameworkReference"));
        var packages = document.Descendants("PackageReference")
            .Select(element => (string)element.Attribute("Include")!);
        Repository.AssertNone(packages.Except(allowed), $"{name} is pure and uses packages it may not");
    }

    [Fact]
    public void Solution_WhenProjectsExist_ListsThemAll()
    {
        var solution = Repository.Read("Profiles.sln");
        var missing = Repository.ProjectsIn("src").Concat(Repository.ProjectsIn("tests"))
            .Where(project => !Path.GetFileName(project).StartsWith("Profiles.Silo.", StringComparison.Ordinal))
            .Where(project => !solution.Contains(project.Replace('/', '\\'), StringComparison.Ordinal));
        Repository.AssertNone(missing, "Projects that Profiles.sln does not build");
    }

    [Fact]
    public void ClusterSolution_WhenProjectsExist_ListsAllButTheEmbeddedRuntime()
    {
        // The benchmarks measure the embedded build.
        var solution = Repository.Read("Profiles.Cluster.sln");
        var missing = Repository.ProjectsIn("src").Concat(Repository.ProjectsIn("tests"))
            .Where(project => !Path.GetFileName(project).StartsWith("Orleans.Embedded", StringComparison.Ordinal))
            .Where(project => Path.GetFileNameWithoutExtension(project) != "Profiles.Benchmarks")
            .Where(project => !solution.Contains(project.Replace('/', '\\'), StringComparison.Ordinal));
        Repository.AssertNone(missing, "Projects that Profiles.Cluster.sln does not build");
    }

    [Fact]
    public void LockFiles_WhenCommitted_AreOfTheEmbeddedBuild()
    {
        var foreign = Repository.TextFiles.Where(file => Path.GetFileName(file) == "packages.lock.json")
            .Where(file => Repository.Read(file).Contains("Microsoft.Orleans", StringComparison.Ordinal));
        Repository.AssertNone(foreign, "Lock files that a restore with Orleans has written");
    }

    [Fact]
    public void ProjectNames_WhenChosen_HideNoFrameworkType()
    {
        var hiding = Repository.TextFiles.Where(file => Path.GetFileName(file)
            is "Profiles.Console.csproj" or "Profiles.Orleans.csproj" or "Profiles.Random.csproj");
        Repository.AssertNone(hiding, "The namespace of such a project hides a type");
    }

    [Fact]
    public void Packages_WhenCentral_EachHaveTheirReason()
    {
        var bare = Load("Directory.Packages.props").Descendants("PackageVersion")
            .Where(element => element.NodesBeforeSelf().LastOrDefault() is not XComment)
            .Select(element => (string)element.Attribute("Include")!);
        Repository.AssertNone(bare, "Packages without a comment that says why, just before them");
    }

    private static ImmutableArray<string> References(string project) =>
    [
        .. Load(project).Descendants("ProjectReference")
            .Select(element => ((string)element.Attribute("Include")!).Replace('\\', '/'))
            .Select(path => Path.GetFileNameWithoutExtension(path)),
    ];

    private static bool UsesGrains(string project) =>
        Load(project).Descendants("UsesGrains").Any(element => element.Value == "true");

    private static XDocument Load(string file) => XDocument.Parse(Repository.Read(file));
}

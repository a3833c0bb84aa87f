namespace Profiles.Infrastructure.Tests;

/// <summary>The working tree that these tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds Profiles.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path below the root.</summary>
    public static string PathOf(string path) => Path.Combine(Root, path);

    /// <summary>The text of a file.</summary>
    public static string Read(string path) => File.ReadAllText(PathOf(path));

    /// <summary>The text of every C# file below a folder.</summary>
    public static IEnumerable<string> SourcesIn(string folder) => Directory
        .EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(File.ReadAllText);

    /// <summary>One message that names every offender.</summary>
    public static void AssertNone(IEnumerable<string> offenders, string rule)
    {
        var list = offenders.ToList();
        Assert.True(list.Count == 0, $"{rule}:{Environment.NewLine}{string.Join(Environment.NewLine, list)}");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Profiles.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("No folder above the tests holds Profiles.sln.");
    }
}

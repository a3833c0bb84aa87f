using System.Collections.Immutable;

namespace Profiles.Architecture.Tests;

/// <summary>The working tree that these tests were built from, as a set of text files.</summary>
internal static class Repository
{
    private static readonly ImmutableHashSet<string> SkippedFolders =
        ImmutableHashSet.Create(StringComparer.Ordinal,
            ".git", ".vs", ".idea", "artifacts", "bin", "obj", "data", "node_modules", "TestResults", "dist");

    private static readonly ImmutableHashSet<string> TextExtensions =
        ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase,
            ".cs", ".csproj", ".props", ".targets", ".sln", ".json", ".md", ".txt", ".yml", ".yaml", ".xml", ".sh",
            ".ts", ".tsx", ".js", ".mjs", ".css", ".html", ".bicep", ".sql", ".editorconfig", ".config", ".ndjson", "");

    /// <summary>The folder that holds Profiles.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every text file that can be committed, relative to the root, in a fixed order.</summary>
    public static ImmutableArray<string> TextFiles { get; } =
        [.. Walk(new DirectoryInfo(Root)).Order(StringComparer.Ordinal)];

    /// <summary>Every C# file of ours.</summary>
    public static IEnumerable<string> CSharpFiles =>
        TextFiles.Where(file => file.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>Every project below a top-level folder.</summary>
    public static IEnumerable<string> ProjectsIn(string folder) => TextFiles.Where(file =>
        file.StartsWith(folder + "/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal));

    /// <summary>The text of a file.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>A multi-line failure message, so that one run names every offender.</summary>
    public static void AssertNone(IEnumerable<string> offenders, string rule)
    {
        var list = offenders.ToList();
        Assert.True(list.Count == 0, $"{rule}:{Environment.NewLine}{string.Join(Environment.NewLine, list)}");
    }

    private static IEnumerable<string> Walk(DirectoryInfo folder)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo child)
            {
                if (SkippedFolders.Contains(child.Name)) continue;
                foreach (var file in Walk(child)) yield return file;
            }
            else if (entry.Name != ".git" && TextExtensions.Contains(entry.Extension))
            {
                yield return Path.GetRelativePath(Root, entry.FullName).Replace('\\', '/');
            }
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Profiles.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("No folder above the tests holds Profiles.sln.");
    }
}

namespace Profiles.Learning.Tests;

/// <summary>Real data beside the repository, which a fresh clone has not.</summary>
internal static class SharedData
{
    /// <summary>A file below <c>../shared/data</c>, relative to the root; skips the test without it.</summary>
    public static string PathOf(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Profiles.sln")))
            folder = folder.Parent;
        var path = Path.Combine(folder?.Parent?.FullName ?? "", "shared", "data", file);
        Assert.SkipUnless(File.Exists(path), $"../shared/data/{file} is not there");
        return path;
    }
}

using System.Text.Json.Nodes;

namespace Profiles.Infrastructure.Tests;

/// <summary>
/// The scripts of <c>Tools</c> with the packages they need, installed by npm beside the build's other output.
/// </summary>
internal static class NodeTools
{
    private static readonly Lazy<(string? Folder, string Reason)> Installed = new(Install);

    /// <summary>What a script answers to some input; the test is skipped where its packages cannot be had.</summary>
    public static JsonObject Run(string script, string input)
    {
        var (folder, reason) = Installed.Value;
        Assert.SkipWhen(folder is null, reason);
        var run = ToolRun.Of("node", folder, input, script)!;
        Assert.True(run.ExitCode == 0, run.Errors);
        return JsonNode.Parse(run.Output)!.AsObject();
    }

    /// <summary>The texts of a member of an answer.</summary>
    public static IEnumerable<string> Texts(this JsonObject answer, string member) =>
        answer[member]!.AsArray().Select(item => (string)item!);

    private static (string? Folder, string Reason) Install()
    {
        var source = Repository.PathOf("tests/Profiles.Infrastructure.Tests/Tools");
        var folder = Directory.CreateDirectory(Repository.PathOf("artifacts/npm-infrastructure")).FullName;
        var lockFile = Path.Combine(folder, "package-lock.json");

        // npm writes the first file when it has installed everything.
        var isInstalled = File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json"))
            && File.Exists(lockFile)
            && File.ReadAllText(lockFile) == File.ReadAllText(Path.Combine(source, "package-lock.json"));
        foreach (var file in Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);

        if (ToolRun.Of("node", folder, "", "--version") is not { ExitCode: 0 }) return (null, "Node does not run.");
        if (isInstalled) return (folder, "");

        // No scripts: the grammar's compiled form comes with it.
        var npm = ToolRun.Of(
            "npm", folder, "",
            "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1");
        return npm is { ExitCode: 0 } ? (folder, "") : (null, $"npm cannot install the tools: {npm?.Errors}");
    }
}

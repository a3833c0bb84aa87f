using System.ComponentModel;
using System.Diagnostics;

namespace Profiles.Cli.Tests;

/// <summary>
/// The clients of package.json in <c>Clients</c>, installed by npm beside the build's other output and run by Node.
/// </summary>
internal static class NodeClients
{
    private static readonly Lazy<(string? Folder, string Reason)> Installed = new(Install);

    /// <summary>Starts a script of <c>Clients</c>; the test is skipped where the clients cannot be had.</summary>
    public static NodeClient Start(string script, params string[] args)
    {
        var (folder, reason) = Installed.Value;
        Assert.SkipWhen(folder is null, reason);
        return new NodeClient(Run(folder!, "node", [script, .. args]));
    }

    private static (string? Folder, string Reason) Install()
    {
        var repository = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(repository, "Profiles.sln")))
        {
            repository = Path.GetDirectoryName(repository);
            if (repository is null) return (null, "The tests do not run in the repository.");
        }

        var source = Path.Combine(repository, "tests", "Profiles.Cli.Tests", "Clients");
        var folder = Directory.CreateDirectory(Path.Combine(repository, "artifacts", "npm-clients")).FullName;

        // npm writes the first file when it has installed everything.
        var isInstalled = File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json"))
            && File.Exists(Path.Combine(folder, "package-lock.json"))
            && File.ReadAllText(Path.Combine(folder, "package-lock.json"))
                == File.ReadAllText(Path.Combine(source, "package-lock.json"));
        foreach (var file in Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        try
        {
            using var version = Run(folder, "node", ["--version"]);
            if (!version.WaitForExit(TimeSpan.FromSeconds(30)) || version.ExitCode != 0)
                return (null, "Node does not run.");
            if (isInstalled) return (folder, "");
            using var npm = Run(
                folder, "npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1"]);
            npm.StandardInput.Close();
            var errors = npm.StandardError.ReadToEndAsync();
            npm.StandardOutput.ReadToEnd();
            npm.WaitForExit();
            return npm.ExitCode == 0 ? (folder, "") : (null, $"npm cannot install the clients: {errors.Result}");
        }
        catch (Win32Exception missing)
        {
            return (null, $"Node or npm is missing: {missing.Message}");
        }
    }

    private static Process Run(string folder, string program, string[] args) => Process.Start(
        new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}

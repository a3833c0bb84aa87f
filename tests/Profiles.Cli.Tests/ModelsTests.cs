using Profiles.Core.Models;
using Profiles.Storage.Models;

namespace Profiles.Cli.Tests;

public sealed class ModelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Models_WhenListedPromotedAndRolledBack_SayWhatServes()
    {
        Write("one", 0.2);
        Write("two", 0.3);

        Assert.Equal("one serves\n", (await RunAsync("promote", "one")).Out);
        Assert.Equal("two serves\n", (await RunAsync("promote", "two")).Out);
        var list = await RunAsync("list");
        Assert.Contains("two\tcurrent\t", list.Out, StringComparison.Ordinal);
        Assert.Contains(
            "one\tprevious\t2026-11-21T12:00:00.0000000Z\t0 items\thr@10=0.2000", list.Out, StringComparison.Ordinal);
        Assert.Equal("one serves again instead of two\n", (await RunAsync("rollback")).Out);

        var refused = await RunAsync("rollback");
        Assert.Equal(1, refused.ExitCode);
        Assert.Single(refused.ErrorLines);
    }

    [Fact]
    public async Task Promote_WhenMetricsAreWorse_IsRefusedInOneLineAndDoneByForce()
    {
        Write("one", 0.2);
        Write("two", 0.1);
        await RunAsync("promote", "one");

        var refused = await RunAsync("promote", "two");
        Assert.Equal(1, refused.ExitCode);
        Assert.Equal(
            "profiles: two is worse than one: hr@10 is 0.1000 instead of 0.2000.", Assert.Single(refused.ErrorLines));
        Assert.Equal(0, (await RunAsync("promote", "two", "--force")).ExitCode);
    }

    [Fact]
    public async Task Models_WhenThereIsNoFolderOrVersion_SaySoInOneLine()
    {
        var noVersion = await RunAsync("promote", "three");
        var noFolder = await CommandRun.OfAsync("models", "list", "--data", _folder.Path + "-none");

        Assert.Equal(1, noVersion.ExitCode);
        Assert.Single(noVersion.ErrorLines);
        Assert.Equal(1, noFolder.ExitCode);
        Assert.Single(noFolder.ErrorLines);
        Assert.Equal(2, (await CommandRun.OfAsync("models", "promote")).ExitCode);
    }

    private Task<CommandRun> RunAsync(params string[] args) =>
        CommandRun.OfAsync(["models", .. args, "--data", _folder.Path]);

    private void Write(string version, double metric) => new ModelFolder(ModelFolder.FolderOf(_folder.Path)).Write(
        ModelArtefact.Create(
            new ModelManifest
            {
                Version = version,
                CreatedAt = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero),
                Metrics = new Dictionary<string, double> { ["hr@10"] = metric },
            },
            [], [], [], new Dictionary<LinkKind, byte[]>(), RankingModel.Untrained.Weights));
}

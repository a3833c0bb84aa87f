namespace Profiles.Cli.Tests;

public sealed class ExperimentsTests : IDisposable
{
    private const string Rows =
        """
        {"key":"rows","owner":"ann","variants":[{"key":"few","weight":0.5},{"key":"many","weight":0.5}]}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Experiment_WhenCreatedStartedRampedAndStopped_IsListedAsItIs()
    {
        await using var server = await RunningServer.StartAsync(Path.Combine(_folder.Path, "data"));
        var file = Path.Combine(_folder.Path, "rows.json");
        await File.WriteAllTextAsync(file, Rows, TestContext.Current.CancellationToken);

        Assert.Equal(0, (await RunAsync(server, "validate", file)).ExitCode);
        Assert.Contains(
            "\"targeted\": 0", (await RunAsync(server, "preview", file)).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(server, "create", file)).ExitCode);
        Assert.Equal("rows\tdraft\t1\tfew:0.5,many:0.5\tann\n", (await RunAsync(server, "list")).Out);
        Assert.Equal(0, (await RunAsync(server, "start", "rows")).ExitCode);
        Assert.Equal(0, (await RunAsync(server, "ramp", "rows", "--coverage", "0.5")).ExitCode);
        Assert.Equal("rows\trunning\t0.5\tfew:0.5,many:0.5\tann\n", (await RunAsync(server, "list")).Out);
        Assert.Contains("\"start\"", (await RunAsync(server, "audit", "rows")).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(server, "stop", "rows")).ExitCode);

        var again = await RunAsync(server, "start", "rows");
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("/state", Assert.Single(again.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Experiment_WhenTheFileIsWrong_IsRefusedInOneLine()
    {
        await using var server = await RunningServer.StartAsync(Path.Combine(_folder.Path, "data"));
        var file = Path.Combine(_folder.Path, "rows.json");
        await File.WriteAllTextAsync(
            file, Rows.Replace("0.5}]", "0.6}]", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var validated = await RunAsync(server, "validate", file);
        var created = await RunAsync(server, "create", file);

        Assert.Equal(1, validated.ExitCode);
        Assert.Contains("\"weights\"", validated.Out, StringComparison.Ordinal);
        Assert.Equal(1, created.ExitCode);
        Assert.Contains("sum to 1", Assert.Single(created.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync(server, "ramp", "rows")).ExitCode);
    }

    [Fact]
    public async Task Power_WhenAsked_SaysWhatCanBeFound()
    {
        var run = await CommandRun.OfAsync(
            "experiments", "power", "--mean", "0.1", "--units", "100000", "--lift", "0.05");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("power\t0.7291\nminimum detectable lift\t0.0546\n", run.Out);
    }

    [Fact]
    public async Task Simulation_WhenThereIsNoEffect_FindsFew()
    {
        var run = await CommandRun.OfAsync("experiments", "simulate", "--runs", "100", "--units", "1000");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("100", run.Out.Split('\n')[0].Split('\t')[1]);
        Assert.InRange(double.Parse(run.Out.Split('\n')[1].Split('\t')[1]), 0, 0.1);
    }

    [Fact]
    public async Task Simulation_WhenOfThePipeline_TellsEachMetric()
    {
        var run = await CommandRun.OfAsync(
            "experiments", "simulate", "--pipeline", "--runs", "10", "--units", "200", "--lift", "0.5");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\nwatched\ttrue lift 0.5\t", run.Out, StringComparison.Ordinal);
        Assert.Contains("\nlikes\ttrue lift 0\t", run.Out, StringComparison.Ordinal);
        Assert.Contains("\nfound an effect\t1.0000\t", run.Out, StringComparison.Ordinal);
    }

    private static Task<CommandRun> RunAsync(RunningServer server, params string[] args) =>
        CommandRun.OfAsync(["experiments", .. args, "--url", server.Url]);
}

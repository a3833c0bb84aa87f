namespace Profiles.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData]
    [InlineData("nonsense")]
    [InlineData("import")]
    [InlineData("import", "events")]
    [InlineData("import", "ratings", "f", "--scale", "0")]
    [InlineData("import", "content", "f", "--zone", "Nowhere/Town")]
    [InlineData("import", "events", "f", "--url", "somewhere")]
    [InlineData("simulate", "--events", "x")]
    [InlineData("simulate", "--users", "0")]
    [InlineData("serve", "--urls", "not an address")]
    [InlineData("serve", "--urls", "http://0.0.0.0:5080")]
    [InlineData("serve", "--urls", "http://127.0.0.1:1;http://*:5080")]
    [InlineData("dead-letters", "list", "--limit", "0")]
    public async Task Command_WhenUsedInAWrongWay_SaysSoInOneLineAndExits2(params string[] args)
    {
        var run = await CommandRun.OfAsync(args);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("profiles: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("serve", "--help")]
    [InlineData("import", "--help")]
    [InlineData("import", "ratings", "--help")]
    [InlineData("rebuild", "--help")]
    [InlineData("simulate", "--help")]
    [InlineData("dead-letters", "replay", "--help")]
    public async Task Command_WhenAskedForHelp_GivesIt(params string[] args)
    {
        var run = await CommandRun.OfAsync(args);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Usage:", run.Out, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("import", "events", "no-such-file")]
    [InlineData("rebuild", "--data", "no-such-folder")]
    [InlineData("dead-letters", "list", "--data", "no-such-folder")]
    [InlineData("dead-letters", "list", "--url", "http://127.0.0.1:1")]
    public async Task Command_WhenItFails_SaysWhyInOneLineAndExits1(params string[] args)
    {
        var run = await CommandRun.OfAsync(args);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("profiles: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_WhenRepeated_WritesTheSameLines()
    {
        string[] args = ["simulate", "--users", "20", "--items", "30", "--events", "100", "--seed", "5"];
        var first = await CommandRun.OfAsync(args);
        var second = await CommandRun.OfAsync(args);
        Assert.Equal(0, first.ExitCode);
        Assert.Equal(100, first.Out.Count(character => character == '\n'));
        Assert.Equal(first.Out, second.Out);
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Profiles.Core.Simulation;

namespace Profiles.Cli.Tests;

public sealed class EvaluateTests
{
    [Fact]
    public async Task Replay_WhenRatingsHaveTwoTastes_PrintsOneObjectOfTheContract()
    {
        using var folder = new TemporaryFolder();
        var ratings = folder.Write("ratings.dat", Ratings(users: 60, each: 12));
        var run = await CommandRun.OfAsync("evaluate", "replay", "--ratings", ratings, "--resamples", "50");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));

        using var json = JsonDocument.Parse(run.Out);
        var root = json.RootElement;
        Assert.Equal("replay", root.GetProperty("protocol").GetString());
        Assert.Equal(60, root.GetProperty("users").GetInt32());
        Assert.Equal(1UL, root.GetProperty("seed").GetUInt64());
        Assert.True(root.GetProperty("testCases").GetInt32() > 20);
        Assert.True(root.GetProperty("trainSeconds").GetDouble() >= 0);
        Assert.True(root.GetProperty("evaluateSeconds").GetDouble() >= 0);
        Assert.Equal(2, root.GetProperty("intervals").GetProperty("hr@10").GetArrayLength());
        foreach (var metric in (string[])["hr@10", "ndcg@10", "recall@10", "mrr", "coverage@10", "novelty@10"])
            Assert.Equal(JsonValueKind.Number, root.GetProperty("metrics").GetProperty(metric).ValueKind);
    }

    [Fact]
    public async Task Replay_WhenRunTwice_FindsTheSame()
    {
        using var folder = new TemporaryFolder();
        var ratings = folder.Write("ratings.dat", Ratings(users: 40, each: 10));
        Assert.Equal(await MetricsAsync(), await MetricsAsync());

        async Task<string> MetricsAsync()
        {
            var run = await CommandRun.OfAsync("evaluate", "replay", "--ratings", ratings, "--seed", "5");
            using var json = JsonDocument.Parse(run.Out);
            return json.RootElement.GetProperty("metrics").GetRawText()
                + json.RootElement.GetProperty("intervals").GetRawText();
        }
    }

    [Fact]
    public async Task NextItem_WhenEachItemLeadsToTheNext_FindsIt()
    {
        using var folder = new TemporaryFolder();
        var lines = new StringBuilder();
        for (var user = 0; user < 200; user++)
        {
            lines.Append(CultureInfo.InvariantCulture, $"u{user}");
            for (var step = 0; step < 6; step++)
                lines.Append(CultureInfo.InvariantCulture, $" i{(user * 7 + step) % 50}");
            lines.Append('\n');
        }

        var run = await CommandRun.OfAsync(
            "evaluate", "next-item", "--sequences", folder.Write("sequences.txt", lines.ToString()));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal("next-item", json.RootElement.GetProperty("protocol").GetString());
        Assert.True(json.RootElement.GetProperty("metrics").GetProperty("ndcg@10").GetDouble() > 0.95);
        Assert.Equal(200, json.RootElement.GetProperty("testCases").GetInt32());
    }

    [Fact]
    public async Task Negatives_WhenTastesAreApart_TellThem()
    {
        using var folder = new TemporaryFolder();
        var (train, test, negatives) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        for (var user = 0; user < 60; user++)
        {
            for (var i = 0; i < 8; i++) Line(train, user, (i + user / 2) % 15 * 2 + user % 2, i);
            var item = (8 + user / 2) % 15 * 2 + user % 2;
            Line(test, user, item, 9);
            negatives.Append(CultureInfo.InvariantCulture, $"({user},{item})");
            for (var i = 0; i < 15; i++)
                negatives.Append(CultureInfo.InvariantCulture, $"\t{i * 2 + 1 - user % 2}");
            negatives.Append('\n');
        }

        var run = await CommandRun.OfAsync(
            "evaluate", "negatives", "--train", folder.Write("train", train.ToString()),
            "--test", folder.Write("test", test.ToString()),
            "--negatives", folder.Write("negatives", negatives.ToString()));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(60, json.RootElement.GetProperty("testCases").GetInt32());
        Assert.True(json.RootElement.GetProperty("metrics").GetProperty("hr@10").GetDouble() > 0.9);

        static void Line(StringBuilder text, int user, int item, int at) =>
            text.Append(CultureInfo.InvariantCulture, $"{user}\t{item}\t5\t{at}\n");
    }

    [Theory]
    [InlineData("replay", "--ratings", "1::a::9::1381945744\n1::b::9\n", ":2: ")]
    [InlineData("next-item", "--sequences", "u a b\nv\n", ":2: The line has no item after the user.")]
    [InlineData("next-item", "--pairs", "u a\nu\n", ":2: The line has not the two fields user and item.")]
    public async Task Evaluate_WhenALineIsBad_IsRefusedWithItsNumber(
        string protocol, string option, string text, string expected)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", text);
        var run = await CommandRun.OfAsync("evaluate", protocol, option, file);
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.StartsWith($"profiles: {file}{expected}", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evaluate", "next-item")]
    [InlineData("evaluate", "replay")]
    [InlineData("evaluate", "replay", "--ratings", "r", "--test-fraction", "2")]
    public async Task Evaluate_WhenUsedWrongly_ExitsWithTwo(params string[] args)
    {
        var run = await CommandRun.OfAsync(args);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Single(run.ErrorLines);
    }

    [Fact]
    public async Task Evaluate_WhenThereIsNoFile_SaysSo()
    {
        var run = await CommandRun.OfAsync("evaluate", "replay", "--ratings", "nowhere.dat");
        Assert.Equal((1, "profiles: There is no file nowhere.dat.\n"), (run.ExitCode, run.Error));
    }

    // Users with even numbers take items with even numbers, and odd ones odd ones.
    private static string Ratings(int users, int each)
    {
        var chance = new SeededChance(4);
        var lines = new StringBuilder();
        for (var step = 0; step < each; step++)
        {
            for (var user = 0; user < users; user++)
            {
                var item = chance.NextZipf(20) * 20 * 2 % 40 + chance.NextInt(20) * 2 + user % 2;
                var at = 1_381_945_744 + (step * users + user) * 3_600;
                lines.Append(CultureInfo.InvariantCulture, $"{user}::{item}::8::{at}\n");
            }
        }

        return lines.ToString();
    }
}

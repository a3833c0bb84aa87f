using System.Globalization;
using System.Text;
using System.Text.Json;
using Profiles.Cli.Learning;
using Profiles.Core.Simulation;
using Profiles.Storage;
using Profiles.Storage.Models;

namespace Profiles.Cli.Tests;

public sealed class TrainTests
{
    [Fact]
    public async Task Train_WhenRunTwice_MakesOneVersionThatServes()
    {
        using var folder = new TemporaryFolder();
        await ImportAsync(folder, users: 80, each: 12);
        var first = await CommandRun.OfAsync("train", "--data", folder.Data);
        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        using var made = JsonDocument.Parse(first.Out);
        Assert.True(made.RootElement.GetProperty("isNew").GetBoolean());
        Assert.True(made.RootElement.GetProperty("promoted").GetBoolean());
        var version = made.RootElement.GetProperty("version").GetString()!;

        var second = await CommandRun.OfAsync("train", "--data", folder.Data);
        using var again = JsonDocument.Parse(second.Out);
        Assert.Equal(version, again.RootElement.GetProperty("version").GetString());
        Assert.False(again.RootElement.GetProperty("isNew").GetBoolean());

        var store = new ModelFolder(ModelFolder.FolderOf(folder.Data));
        var model = store.OpenCurrent();
        Assert.Equal(version, model.Version);
        Assert.Equal(40, model.Items.Count);
        Assert.Equal(80 * 12, model.Manifest.Events);
        Assert.InRange(model.Manifest.Metrics["hr@10"], 0, 1);
        Assert.Equal(4, model.Manifest.Positions.Count);
    }

    [Fact]
    public async Task Train_WhileAServerHasTheFolder_ReadsBesideIt()
    {
        using var folder = new TemporaryFolder();
        await ImportAsync(folder, users: 20, each: 6);
        using var held = DataFolder.Open(folder.Data, TimeProvider.System);
        var run = await CommandRun.OfAsync("train", "--data", folder.Data);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Train_WhenThereIsNothing_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var run = await CommandRun.OfAsync("train", "--data", folder.Data);
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Equal($"profiles: There is no data folder {folder.Data}.\n", run.Error);

        DataFolder.Open(folder.Data, TimeProvider.System).Dispose();
        Directory.CreateDirectory(Path.Combine(folder.Data, "partitions", "00", "log"));
        run = await CommandRun.OfAsync("train", "--data", folder.Data);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("nothing to learn", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Checkpoint_WhenDamagedOrOfAnotherTraining_IsNone()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "models", "factors.bin");
        var checkpoint = new AlsCheckpointFile(path);
        float[] factors = [1, 2, 3];
        var read = new float[3];
        Assert.Equal(0, checkpoint.Read(7, read));
        checkpoint.Write(7, 4, factors);
        Assert.Equal(0, checkpoint.Read(8, read));
        Assert.Equal(4, checkpoint.Read(7, read));
        Assert.Equal(factors, read);

        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Equal(0, checkpoint.Read(7, read));
        checkpoint.Delete();
        Assert.False(File.Exists(path));
    }

    private static async Task ImportAsync(TemporaryFolder folder, int users, int each)
    {
        var chance = new SeededChance(4);
        var lines = new StringBuilder();
        for (var user = 0; user < users; user++)
        {
            var first = chance.NextInt(20);
            for (var step = 0; step < each; step++)
            {
                var item = (first + step) % 20 * 2 + user % 2;
                var at = 1_381_945_744 + step * 86_400 + user * 60;
                lines.Append(CultureInfo.InvariantCulture, $"{user}::{item}::8::{at}\n");
            }
        }

        var run = await CommandRun.OfAsync(
            "import", "ratings", folder.Write("ratings.dat", lines.ToString()), "--data", folder.Data);
        Assert.Equal(0, run.ExitCode);
    }
}

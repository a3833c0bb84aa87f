using System.Text.RegularExpressions;

namespace Profiles.Infrastructure.Tests.Kubernetes;

/// <summary>The image and the pods that run it agree.</summary>
public sealed partial class ImageTests
{
    private static readonly string Text = Repository.Read("infra/containers/Profiles.Silo.Dockerfile");

    [Fact]
    public void Image_WhenItRuns_IsTheUserOfThePods()
    {
        var workload = Manifests.Of("base").Workloads().Single();

        Assert.Equal(
            User().Match(Text).Groups[1].Value, Manifest.At(workload.Pod, "securityContext/runAsUser")!.ToString());
    }

    [Fact]
    public void Image_WhenItRuns_HasThePortsAndSettingsOfThePods()
    {
        var workload = Manifests.Of("base").Workloads().Single();

        Assert.Equal(
            workload.Ports.Values.Order(),
            Exposed().Match(Text).Groups[1].Value.Split(' ').Select(int.Parse).Order());
        Assert.All(
            Setting().Matches(Text),
            match => Assert.Equal(match.Groups[2].Value, workload.Settings[match.Groups[1].Value]));
        Assert.Equal(3, Setting().Count(Text));
    }

    [Fact]
    public void Image_WhenItIsBuilt_CopiesWhatThereIs()
    {
        var ignored = Repository.Read("infra/containers/Profiles.Silo.Dockerfile.dockerignore");
        foreach (var kept in ignored.Split('\n').Where(line => line.StartsWith('!')))
            Assert.NotEmpty(Directory.EnumerateFileSystemEntries(Repository.Root, kept[1..]));
        Assert.Contains("-p:GrainRuntime=Orleans", Text);
    }

    [GeneratedRegex(@"^USER (\d+)$", RegexOptions.Multiline)]
    private static partial Regex User();

    [GeneratedRegex(@"^EXPOSE ([\d ]+)$", RegexOptions.Multiline)]
    private static partial Regex Exposed();

    [GeneratedRegex(@"^(?:ENV|   ) (\w+)=(\S+)", RegexOptions.Multiline)]
    private static partial Regex Setting();
}

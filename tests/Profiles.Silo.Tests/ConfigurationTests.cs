namespace Profiles.Silo.Tests;

/// <summary>A wrong configuration is refused before anything starts, in one line that names the key.</summary>
public sealed class ConfigurationTests
{
    private const string Secret = "hush";

    private static readonly Dictionary<string, string> Right = new()
    {
        ["Profiles__Cluster__ConnectionString"] = $"Host=127.0.0.1;Port=1;Username=u;Password={Secret}",
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
    };

    [Theory]
    [InlineData("Profiles__Cluster__ConnectionString", "", "Profiles:Cluster:ConnectionString")]
    [InlineData("Profiles__Cluster__ConnectionString", "hush", "Profiles:Cluster:ConnectionString")]
    [InlineData("Profiles__Cluster__Partitions", "many", "Profiles:Cluster:Partitions")]
    [InlineData("Profiles__Cluster__LeaseLength", "00:30:00", "Profiles:Cluster:LeaseLength")]
    [InlineData("Profiles__Cluster__Partition", "3", "Profiles:Cluster:Partition")]
    [InlineData("Profiles__Silo__Role", "Boss", "Profiles:Silo:Role")]
    [InlineData("Profiles__Silo__SiloPort", "70000", "Profiles:Silo:SiloPort")]
    [InlineData("Profiles__Silo__GatewayPort", "11111", "Profiles:Silo:GatewayPort")]
    [InlineData("Profiles__Silo__AdvertisedAddress", "0.0.0.0", "Profiles:Silo:AdvertisedAddress")]
    [InlineData("Profiles__Silo__AdvertisedAddress", "somewhere", "Profiles:Silo:AdvertisedAddress")]
    [InlineData("Profiles__Silo__ClusterId", "", "Profiles:Silo:ClusterId")]
    [InlineData("Profiles__Silo__IdleTime", "00:00:01", "Profiles:Silo:IdleTime")]
    [InlineData("Profiles__Silo__Colour", "red", "Profiles:Silo:Colour")]
    [InlineData("Profiles__Silo__Urls", "not an address", "Profiles:Silo:Urls")]
    [InlineData("ASPNETCORE_URLS", "http://0.0.0.0:5080", "PROFILES_API_KEYS")]
    [InlineData("PROFILES_CLIENT_KEYS", "web", "PROFILES_CLIENT_KEYS")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector", "OTEL_EXPORTER_OTLP_ENDPOINT")]
    public async Task Start_WhenASettingIsWrong_SaysWhichInOneLineAndExits2(string name, string value, string named)
    {
        var run = await SiloProcess.RunAsync(new Dictionary<string, string>(Right) { [name] = value });

        Assert.Equal(2, run.ExitCode);
        var line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("profiles-silo: ", line, StringComparison.Ordinal);
        Assert.Contains(named, line, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenTheDatabaseCannotBeReached_SaysSoInOneLineAndExits1()
    {
        var run = await SiloProcess.RunAsync(Right);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(
            "profiles-silo: PostgreSQL: ", Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenAskedForHelp_GivesIt()
    {
        var run = await SiloProcess.RunAsync(Right, "--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Profiles__Cluster__ConnectionString", run.Out, StringComparison.Ordinal);
    }
}

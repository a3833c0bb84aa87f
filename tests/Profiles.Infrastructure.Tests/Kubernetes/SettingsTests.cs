using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Profiles.Streaming.Hosting;

namespace Profiles.Infrastructure.Tests.Kubernetes;

/// <summary>What the environment of the pods says, the program understands; and it says no secret.</summary>
public sealed partial class SettingsTests
{
    // The section of each options class, by its source: some are compiled for one of the two runtimes alone.
    private static readonly ImmutableDictionary<string, string> Options = new Dictionary<string, string>
    {
        ["Profiles"] = "src/Profiles.Streaming/Hosting/ProfilesHostOptions.cs",
        ["Profiles__Cluster"] = "src/Profiles.Streaming/Cluster/ClusterOptions.cs",
        ["Profiles__Analytics"] = "src/Profiles.Analytics/AnalyticsOptions.cs",
        ["Profiles__EventHubs"] = "src/Profiles.Streaming/EventHubs/HubOptions.cs",
        ["Profiles__Silo"] = "src/Profiles.Silo/SiloOptions.cs",
    }.ToImmutableDictionary();

    // Of .NET and OpenTelemetry.
    private static readonly ImmutableArray<string> OfTheRuntime =
        ["ASPNETCORE_URLS", "DOTNET_EnableDiagnostics", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_RESOURCE_ATTRIBUTES"];

    public static TheoryData<string> Configurations => Manifests.Configurations;

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Variables_WhenSet_AreKnownToTheProgram(string configuration)
    {
        var known = Options.SelectMany(pair => Members(pair.Value).Select(member => $"{pair.Key}__{member}"))
            .Concat(Repository.SourcesIn("src/Profiles.Api").SelectMany(source =>
                KeyVariable().Matches(source).Select(match => match.Value)))
            .Concat(OfTheRuntime).ToHashSet(StringComparer.Ordinal);

        foreach (var workload in Manifests.Of(configuration).Workloads())
        {
            Repository.AssertNone(
                workload.Settings.Keys.Except(known), $"{workload.Manifest.Place}: variables that nothing reads");
        }
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Values_WhenBound_AreWithinTheirRanges(string configuration)
    {
        foreach (var workload in Manifests.Of(configuration).Workloads())
        {
            var section = new ConfigurationBuilder()
                .AddInMemoryCollection(workload.Settings.Select(pair =>
                    KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), pair.Value)))
                .Build().GetSection(EmbeddedProfilesExtensions.SectionName);
            var options = new ProfilesHostOptions();
            section.Bind(options);

            Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
            Assert.InRange(int.Parse(section["Cluster:Partitions"]!), 1, 4096);
            Assert.Equal(section["DataPath"], options.DataPath);
        }
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Secrets_WhenNeeded_ComeByReference(string configuration)
    {
        var manifests = Manifests.Of(configuration);
        Assert.DoesNotContain(manifests, manifest => manifest.Kind == "Secret");
        foreach (var workload in manifests.Workloads())
        {
            foreach (var variable in workload.Container["env"]!.AsArray())
            {
                var isSecret = SecretName().IsMatch((string)variable!["name"]!);
                Assert.Equal(isSecret, Manifest.At(variable, "valueFrom/secretKeyRef/key") is not null);
                Assert.True(!isSecret || variable["value"] is null);
            }
        }

        Repository.AssertNone(
            manifests.SelectMany(manifest => manifest.Kind == "ConfigMap" ? manifest.MapAt("data").Keys : [])
                .Where(name => SecretName().IsMatch(name)),
            "Secrets in a ConfigMap");
        Repository.AssertNone(
            manifests.Where(manifest => SecretText().IsMatch(manifest.Document.ToJsonString()))
                .Select(manifest => manifest.Place),
            "What looks like a secret");
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void SecretKeys_WhenReferredTo_ComeFromTheKeyVault(string configuration)
    {
        var manifests = Manifests.Of(configuration);
        var provider = manifests.SingleOrDefault(manifest => manifest.Kind == "SecretProviderClass");
        if (provider is null) return;

        var written = provider.At("spec/secretObjects")!.AsArray().Single()!;
        var keys = written["data"]!.AsArray().Select(item => (string)item!["key"]!).ToHashSet();
        var fetched = provider.At("spec/parameters/objects")!.ToString();
        Assert.All(
            written["data"]!.AsArray(), item => Assert.Contains($"objectName: {item!["objectName"]}\n", fetched));
        foreach (var (name, key) in manifests.SelectMany(manifest => References(manifest)))
        {
            Assert.Equal((string?)written["secretName"], name);
            Assert.Contains(key, keys);
        }

        Assert.DoesNotMatch(@"[A-Z]+_[A-Z_]+", provider.At("spec/parameters")!.ToJsonString());
        Assert.All(manifests.Workloads(), workload =>
            Assert.Equal("true", workload.Labels["azure.workload.identity/use"]));
        Assert.Equal(
            (string?)provider.At("spec/parameters/clientID"),
            manifests.Single("ServiceAccount", "profiles").MapAt("metadata/annotations")[
                "azure.workload.identity/client-id"]);
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Queries_WhenScalersAsk_AreOfTablesThatThereAre(string configuration)
    {
        var sources = Repository.SourcesIn("src/Profiles.Storage/Postgres").ToList();
        foreach (var trigger in Manifests.Of(configuration).Where(manifest => manifest.Kind == "ScaledObject")
            .SelectMany(manifest => manifest.At("spec/triggers")!.AsArray()))
        {
            if ((string?)trigger!["type"] != "postgresql") continue;
            var query = (string)trigger["metadata"]!["query"]!;
            var table = Table().Match(query).Groups[1].Value;
            var statement = new Regex(
                @"create table if not exists \{Schema\}\." + table + @" \(.*?\);", RegexOptions.Singleline);
            var made = sources.Select(source => statement.Match(source)).Single(match => match.Success).Value;

            Assert.All(Column().Matches(query), column =>
                Assert.Contains($"{column.Value} bigint", made, StringComparison.Ordinal));
            Assert.NotEmpty(Column().Matches(query));
        }
    }

    // A pod, a trigger and a monitor each have their own form.
    private static IEnumerable<(string Name, string Key)> References(Manifest manifest) =>
        manifest.Kind is "Deployment" or "TriggerAuthentication" or "PodMonitor"
            ? Manifest.Objects(manifest.Document)
                .Where(item => item.ContainsKey("key") && item.ContainsKey("name"))
                .Select(item => ((string)item["name"]!, (string)item["key"]!))
            : [];

    private static IEnumerable<string> Members(string file) =>
        Member().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"public [\w<>?]+ (\w+) \{ get; (?:set|init); \}")]
    private static partial Regex Member();

    [GeneratedRegex(@"from profiles_cluster\.(\w+)$")]
    private static partial Regex Table();

    [GeneratedRegex(@"\b(?:next|committed|last|checkpoint)_\w+")]
    private static partial Regex Column();

    [GeneratedRegex(@"\bPROFILES_[A-Z_]+\b")]
    private static partial Regex KeyVariable();

    [GeneratedRegex("ConnectionString$|KEYS?$|Password|Token$|Secret$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(
        @"(password|pwd|accountkey|sharedaccesskey|instrumentationkey)\s*=|-----BEGIN|://[^/""\s]+:[^/""\s]+@",
        RegexOptions.IgnoreCase)]
    private static partial Regex SecretText();
}

using System.Text.Json;
using Profiles.Infrastructure.Tests.Kubernetes;

namespace Profiles.Infrastructure.Tests.Bicep;

/// <summary>The sizes are values that the templates take, and agree with what runs on them.</summary>
public sealed class SizeTests
{
    // Azure's own bounds of Standard.
    private const int MostPartitionsOfStandard = 32;
    private const int MostHoursOfStandard = 168;

    [Fact]
    public void Sizes_WhenCounted_AreThree() => Assert.Equal(
        ["50m.bicepparam", "5m.bicepparam", "dev.bicepparam"], BicepFile.Sizes.Select(size => size.Name));

    [Fact]
    public void Parameters_WhenGiven_AreThoseOfTheTemplate()
    {
        foreach (var size in BicepFile.Sizes)
        {
            var template = size.Sibling(size.Using!)!;
            var known = template.Params.ToDictionary(parameter => parameter.Name);

            Assert.Same(BicepFile.Main, template);
            Repository.AssertNone(size.Variables.Except(known.Keys), $"{size.Name}: unknown parameters");
            Repository.AssertNone(
                known.Values.Where(parameter => !parameter.HasDefault).Select(parameter => parameter.Name)
                    .Except(size.Variables),
                $"{size.Name}: parameters that are missing");
            Repository.AssertNone(
                size.Values.Select(pair => known[pair.Key].Fault(pair.Value)).OfType<string>(),
                $"{size.Name}: values that are refused");
        }
    }

    [Fact]
    public void EventHubs_WhenStandard_StayWithinItsBounds()
    {
        foreach (var size in BicepFile.Sizes)
        {
            var units = Number(size, "eventHubsUnits");
            if (Value(size, "eventHubsTier").GetString() == "Premium")
            {
                Assert.Contains(units, new[] { 1, 2, 4, 8, 16 });
                continue;
            }

            Assert.InRange(Number(size, "hubPartitions"), 1, MostPartitionsOfStandard);
            Assert.InRange(Number(size, "hubRetentionHours"), 1, MostHoursOfStandard);
        }
    }

    [Theory]
    [InlineData("5m")]
    [InlineData("50m")]
    public void Machines_WhenScalersGrow_AreEnoughForOneSiloEach(string name)
    {
        var size = BicepFile.Sizes.Single(size => size.Name == $"{name}.bicepparam");
        var scaler = Manifests.Of($"overlays/{name}").Single("ScaledObject", "profiles-silo");

        Assert.Equal((int)scaler.At("spec/minReplicaCount")!, Number(size, "siloMachinesLeast"));

        // And one for a roll-out, which starts a silo before it ends another.
        Assert.Equal((int)scaler.At("spec/maxReplicaCount")! + 1, Number(size, "siloMachinesMost"));
        Assert.Equal(
            Manifests.Of($"overlays/{name}").Workloads().Any(workload => workload.Manifest.Name == "profiles-api"),
            Number(size, "apiMachinesMost") > 0);
    }

    [Fact]
    public void Names_WhenTheClusterUsesThem_AreThoseOfTheTemplates()
    {
        var settings = Manifests.Of("overlays/5m").Single("ConfigMap", "profiles-settings").MapAt("data");
        var hub = BicepFile.All.Single(file => file.Name == "event-hubs.bicep");
        Assert.Equal(
            [$"'{settings["Profiles__EventHubs__EventHubName"]}'"],
            hub.Resources.Where(resource => resource.Symbol == "hub").Select(resource => resource.Name));
        Assert.Equal(
            [$"'{settings["Profiles__EventHubs__ConsumerGroup"]}'"],
            hub.Resources.Where(resource => resource.Symbol == "readers").Select(resource => resource.Name));

        var account = Manifests.Of("base").Single("ServiceAccount", "profiles");
        Assert.Contains("system:serviceaccount:${serviceAccount.namespace}:${serviceAccount.name}",
            BicepFile.All.Single(file => file.Name == "federation.bicep").Text, StringComparison.Ordinal);
        Assert.Contains($"name: '{account.Name}'", BicepFile.Main.Text, StringComparison.Ordinal);
        Assert.Contains(
            $"namespace: '{account.At("metadata/namespace")}'", BicepFile.Main.Text, StringComparison.Ordinal);

        var names = Manifests.Of("overlays/5m").Single("ConfigMap", "azure-names").MapAt("data").Keys;
        Repository.AssertNone(
            names.Except(BicepFile.Main.Outputs.Select(output => output.Name)), "Names that are no output");
    }

    private static int Number(BicepFile size, string name) => Value(size, name).GetInt32();

    private static JsonElement Value(BicepFile size, string name) => size.Values.TryGetValue(name, out var value)
        ? value
        : BicepFile.Main.Params.Single(parameter => parameter.Name == name).Value!.Value;
}

using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Profiles.Infrastructure.Tests.Bicep;

/// <summary>Who may do what, and that nothing is open or written out that should not be.</summary>
public sealed partial class RightsTests
{
    // Azure's own roles; their ids are the same everywhere. None of them manages rights or whole subscriptions.
    private static readonly ImmutableDictionary<string, string> Roles = new Dictionary<string, string>
    {
        ["4d97b98b-1d4f-4787-a291-c67834d212e7"] = "Network Contributor",
        ["f1a07417-d97a-45cb-824c-7a7467783830"] = "Managed Identity Operator",
        ["7f951dda-4ed3-4680-a7ca-43fe172d538d"] = "AcrPull",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["a638d3c7-ab3a-418d-83e6-5f17a39d4fde"] = "Azure Event Hubs Data Receiver",
    }.ToImmutableDictionary();

    private static readonly string[] Open = ["tenant()", "subscription()", "resourceGroup()"];

    [Fact]
    public void Roles_WhenAssigned_AreKnownAndNamed()
    {
        foreach (var file in BicepFile.Templates)
        {
            var lines = file.Text.Split('\n');
            for (var i = 0; i < lines.Length; i++)
            {
                if (!lines[i].StartsWith("var ", StringComparison.Ordinal) || !RoleId().IsMatch(lines[i])) continue;
                Assert.Equal($"// {Roles[RoleId().Match(lines[i]).Value]}", lines[i - 1]);
            }
        }
    }

    [Fact]
    public void Roles_WhenAssigned_AreOnOneResourceEach()
    {
        var assignments = BicepFile.Templates.SelectMany(file => file.Resources)
            .Where(resource => resource.Type.Contains("/roleAssignments@", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(assignments);
        Assert.All(assignments, assignment =>
        {
            Assert.NotNull(assignment.Scope);
            Assert.DoesNotContain(assignment.Scope, Open);
            Assert.Contains("principalType: 'ServicePrincipal'", assignment.Text, StringComparison.Ordinal);
            Assert.Matches(@"^guid\(", assignment.Name!);
        });
    }

    [Theory]
    [InlineData("key-vault.bicep", "enableRbacAuthorization: true")]
    [InlineData("key-vault.bicep", "publicNetworkAccess: 'Disabled'")]
    [InlineData("key-vault.bicep", "enablePurgeProtection: true")]
    [InlineData("event-hubs.bicep", "disableLocalAuth: true")]
    [InlineData("event-hubs.bicep", "publicNetworkAccess: 'Disabled'")]
    [InlineData("storage.bicep", "allowSharedKeyAccess: false")]
    [InlineData("storage.bicep", "publicNetworkAccess: 'Disabled'")]
    [InlineData("postgres.bicep", "publicNetworkAccess: 'Disabled'")]
    [InlineData("registry.bicep", "adminUserEnabled: false")]
    [InlineData("cluster.bicep", "disableLocalAccounts: true")]
    [InlineData("monitoring.bicep", "DisableLocalAuth: true")]
    public void Services_WhenMade_AskForAnIdentityWithinTheNetwork(string file, string setting) =>
        Assert.Contains(setting, Repository.Read($"bicep/modules/{file}"), StringComparison.Ordinal);

    [Fact]
    public void Secrets_WhenNeeded_AreSecureParametersAndNeverWritten()
    {
        foreach (var file in BicepFile.Templates)
        {
            foreach (var parameter in file.Params.Where(parameter => SecretName().IsMatch(parameter.Name)))
            {
                Assert.True(parameter.IsSecure, $"{file.Name}: {parameter.Name}");
                Assert.False(parameter.HasDefault, $"{file.Name}: {parameter.Name}");
            }

            Repository.AssertNone(
                file.Outputs.Select(output => output.Name).Where(name => SecretName().IsMatch(name)),
                $"{file.Name}: secrets among the outputs, which anybody with the deployment reads");
            Repository.AssertNone(
                file.Functions.Where(name => name.StartsWith("list", StringComparison.Ordinal)),
                $"{file.Name}: functions that read keys");
        }

        foreach (var size in BicepFile.Sizes)
        {
            // A text would be a value that can be read; this one is a call.
            Assert.DoesNotContain(size.Values.Keys, name => SecretName().IsMatch(name));
            Assert.Contains("readEnvironmentVariable", size.Functions);
        }
    }

    [GeneratedRegex("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex RoleId();

    [GeneratedRegex("password|secret|key$|connectionstring|token", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}

using System.Text.Json.Nodes;

namespace Profiles.Infrastructure.Tests.Kubernetes;

/// <summary>The objects have the members that Kubernetes, KEDA and the Prometheus operator know.</summary>
public sealed class SchemaTests
{
    // The driver of secrets publishes no schema as a package; KeyVaultTests look at what we use of it.
    private static readonly string[] WithoutSchema = ["secrets-store.csi.x-k8s.io/v1 SecretProviderClass"];

    [Theory]
    [MemberData(nameof(Manifests.Configurations), MemberType = typeof(Manifests))]
    public void Objects_WhenChecked_FitTheirSchemas(string configuration)
    {
        var manifests = Manifests.Of(configuration);

        var answer = NodeTools.Run("kubernetes.mjs", manifests.ToJson());

        Repository.AssertNone(answer.Texts("faults"), $"What Kubernetes would refuse in {configuration}");
        Repository.AssertNone(answer.Texts("unchecked").Except(WithoutSchema), "Kinds without a schema");
        Assert.True((int)answer["checked"]! >= manifests.Length - WithoutSchema.Length);
    }

    [Theory]
    [InlineData("spec/template/spec/containers/0", "imagePullPolice", "Always")]
    [InlineData("spec/template/spec/containers/0", "imagePullPolicy", "Sometimes")]
    [InlineData("spec/template/spec/containers/0", "image", 7)]
    [InlineData("spec", "replica", 3)]
    public void Check_WhenAnObjectIsWrong_FindsIt(string path, string member, object value)
    {
        var manifest = Manifests.Of("base").Single("Deployment", "profiles-silo");
        var wrong = manifest with { Document = manifest.Document.DeepClone().AsObject() };
        wrong.At(path)![member] = value is int number ? JsonValue.Create(number) : JsonValue.Create((string)value);

        var answer = NodeTools.Run("kubernetes.mjs", Manifests.ToJson([wrong]));

        Assert.Contains(answer.Texts("faults"), fault => fault.Contains("Deployment profiles-silo"));
    }
}

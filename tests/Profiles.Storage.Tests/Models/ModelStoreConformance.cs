using Profiles.Core.Models;
using Profiles.Storage.Models;

namespace Profiles.Storage.Tests.Models;

/// <summary>What every store of models does. A store's own test class derives from this one.</summary>
public abstract class ModelStoreConformance
{
    protected static float[] Factors { get; } = [.. Enumerable.Range(0, 24).Select(i => i / 7f)];

    /// <summary>Opens the same store, as another host or process does.</summary>
    protected abstract ModelStore Open();

    [Fact]
    public void Open_WhenWritten_GivesTheModel()
    {
        var models = Open();
        models.Write(Artefact("one", 0.2));

        var model = models.Open("one");

        Assert.Equal("one", model.Version);
        Assert.Equal(["a", "b", "c"], model.Items);
        Assert.Equal(Factors, model.Factors.ToArray());
        Assert.Equal(new[] { 2 }, model.LinksOf(LinkKind.Transitions)!.TargetsOf(0).ToArray());
        GC.KeepAlive(model);
    }

    [Fact]
    public void OpenCurrent_WhenNothingServes_IsUntrained()
    {
        var models = Open();
        Assert.Same(RankingModel.Untrained, models.OpenCurrent());
        Assert.Empty(models.List());
        Assert.False(models.Rollback().IsDone);
    }

    [Fact]
    public void Promote_WhenMetricsAreNoWorse_Serves()
    {
        var models = Open();
        models.Write(Artefact("one", 0.2));
        models.Write(Artefact("two", 0.2));

        Assert.True(models.Promote("one").IsDone);
        Assert.True(models.Promote("two").IsDone);
        Assert.Equal("two", models.OpenCurrent().Version);
        Assert.Equal(["one"], models.ReadStates().Previous);
        Assert.Equal("two", Open().ReadStates().Current);
    }

    [Theory]
    [InlineData(0.19)]
    [InlineData(null)]
    public void Promote_WhenAMetricFallsBelowTheCurrentOnes_IsRefusedUnlessForced(double? metric)
    {
        var models = Open();
        models.Write(Artefact("one", 0.2));
        models.Write(Artefact("two", metric));
        models.Promote("one");

        var refused = models.Promote("two");

        Assert.False(refused.IsDone);
        Assert.Contains("hr@10", refused.Reason, StringComparison.Ordinal);
        Assert.Equal("one", models.ReadStates().Current);
        Assert.True(models.Promote("two", isForced: true).IsDone);
        Assert.Equal("two", models.ReadStates().Current);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("../one")]
    [InlineData("")]
    public void Promote_WhenThereIsNoSuchVersion_IsRefusedEvenByForce(string version)
    {
        var models = Open();
        models.Write(Artefact("one", 0.2));

        Assert.False(models.Promote(version, isForced: true).IsDone);
        Assert.Null(models.ReadStates().Current);
    }

    [Fact]
    public void Rollback_WhenVersionsServedBefore_GoesBackThroughThem()
    {
        var models = Open();
        foreach (var version in new[] { "one", "two", "three" })
        {
            models.Write(Artefact(version, 0.2));
            models.Promote(version);
        }

        Assert.Equal("two", models.Rollback().States.Current);
        Assert.Equal("one", models.Rollback().States.Current);
        Assert.False(models.Rollback().IsDone);
        Assert.Equal("one", models.ReadStates().Current);
    }

    [Fact]
    public void Write_WhenTheVersionExists_IsRefusedAndLeftAlone()
    {
        var models = Open();
        models.Write(Artefact("one", 0.2));

        Assert.Throws<IOException>(() => models.Write(Artefact("one", 0.3)));
        Assert.Equal(0.2, models.Open("one").Manifest.Metrics["hr@10"]);
    }

    [Fact]
    public void Write_WhenMoreThanTheMostVersions_DropsTheOldestButNotWhatServes()
    {
        var models = Open();
        for (var i = 0; i < ModelStore.MaxVersions; i++) models.Write(Artefact($"v{i:D2}", 0.2, i));
        models.Promote("v00");
        models.Write(Artefact("w1", 0.2, 100));
        models.Write(Artefact("w2", 0.2, 101));

        var versions = models.List().Select(version => version.Version).ToList();
        Assert.Equal("w2", versions[0]);
        Assert.Contains("v00", versions);
        Assert.DoesNotContain("v01", versions);
    }

    [Fact]
    public void SetShadow_WhenItCanBeOpened_IsKept()
    {
        var models = Open();
        models.Write(Artefact("one", 0.2));

        Assert.False(models.SetShadow("none").IsDone);
        Assert.Equal("one", models.SetShadow("one").States.Shadow);
        Assert.Null(models.SetShadow(null).States.Shadow);
    }

    protected static ModelArtefact Artefact(string version, double? metric, int minute = 0)
    {
        var gram = new float[64];
        for (var i = 0; i < 8; i++) gram[i * 9] = 2;
        return ModelArtefact.Create(
            new ModelManifest
            {
                Version = version,
                CreatedAt = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero).AddMinutes(minute),
                Metrics = metric is { } value
                    ? new Dictionary<string, double> { ["hr@10"] = value }
                    : new Dictionary<string, double>(),
            },
            ["a", "b", "c"], Factors, gram,
            new Dictionary<LinkKind, byte[]>
            {
                [LinkKind.Transitions] = ItemLinks.Write([0, 1, 1, 1], [2], [0.5f]),
            },
            RankingModel.Untrained.Weights);
    }
}

using System.Text;
using Profiles.Core.Experiments.Definitions;
using Profiles.Storage.Experiments;

namespace Profiles.Storage.Tests.Experiments;

/// <summary>What every store of experiments does. A store's own test class derives from this one.</summary>
public abstract class ExperimentStoreConformance
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Opens the same store again and again.</summary>
    protected abstract IExperimentStore Open();

    [Fact]
    public void Read_WhenNothingWasWritten_IsNull()
    {
        using var store = Open();

        Assert.Null(store.Read());
        Assert.Empty(store.ReadAudit(null, null, null, 10));
    }

    [Fact]
    public void Read_WhenWrittenAndOpenedAgain_IsTheLatestWithItsAudit()
    {
        using (var store = Open())
        {
            Assert.True(store.TryWrite(Version(1), [Change("create", "a", null, "{}")]));
            Assert.True(store.TryWrite(
                Version(2), [Change("edit", "a", "{}", "{\"x\":1}"), Change("create", "b", null, "{}")]));
        }

        using var again = Open();
        var kept = again.Read()!;
        Assert.Equal(2, kept.Version);
        Assert.Equal("version 2", Encoding.UTF8.GetString(kept.Body.Span));
        Assert.Equal(["b", "a", "a"], again.ReadAudit(null, null, null, 10).Select(change => change.Key));
        var edits = again.ReadAudit("experiment", "a", null, 10);
        Assert.Equal(Change("edit", "a", "{}", "{\"x\":1}") with { Id = 2, Version = 2 }, edits[0]);
        Assert.Equal("create", Assert.Single(again.ReadAudit("experiment", "a", edits[0].Id, 10)).Action);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TryWrite_WhenTheVersionDoesNotFollow_ChangesNothing(long version)
    {
        using var store = Open();
        store.TryWrite(Version(1), [Change("create", "a", null, "{}")]);

        Assert.False(store.TryWrite(Version(version), [Change("edit", "a", "{}", null)]));
        Assert.Equal(1, store.Read()!.Version);
        Assert.Single(store.ReadAudit(null, null, null, 10));
    }

    private static ExperimentDocument Version(long version) =>
        new(version, Encoding.UTF8.GetBytes($"version {version}"));

    private static ExperimentAudit Change(string action, string key, string? before, string? after) =>
        new(At, "ann", action, "experiment", key, before, after);
}

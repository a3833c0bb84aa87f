using Profiles.Storage.Operations;

namespace Profiles.Storage.Tests.Operations;

/// <summary>What every store of dead letters does. A store's own test class derives from this one.</summary>
public abstract class DeadLetterStoreConformance
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Opens the same store again and again.</summary>
    protected abstract IDeadLetterStore Open();

    [Fact]
    public void List_WhenReopened_ReturnsWhatWasAdded()
    {
        using (var store = Open())
            store.Add([Letter(7)]);
        using var again = Open();
        var found = Assert.Single(again.List(new DeadLetterFilter()));
        Assert.Equal((2, 7L, "user/u1", "e7", "poison"), (found.Partition, found.Sequence, found.Unit, found.EventId,
            found.Cause));
        Assert.Equal([1, 2, 3], found.Payload.ToArray());
        Assert.Equal(Noon, found.At);
        Assert.Null(found.ReplayedAt);
    }

    [Fact]
    public void Add_WhenTheSamePlaceIsAddedAgain_KeepsOneLetterWithTheNewCause()
    {
        using var store = Open();
        store.Add([Letter(7)]);
        store.MarkReplayed(1, Noon);
        store.Add([Letter(7) with { Cause = "other" }]);
        Assert.Equal("other", Assert.Single(store.List(new DeadLetterFilter())).Cause);
    }

    [Fact]
    public void List_WhenFiltered_ReturnsOnlyWhatMatches()
    {
        using var store = Open();
        store.Add([
            Letter(1), Letter(2) with { Cause = "late" }, Letter(3) with { Unit = "user/u2" },
            Letter(4) with { Partition = 3 }, Letter(5) with { At = Noon.AddHours(1) },
        ]);
        Assert.Equal([2L], Sequences(store, new DeadLetterFilter { Cause = "late" }));
        Assert.Equal([3L], Sequences(store, new DeadLetterFilter { Unit = "user/u2" }));
        Assert.Equal([4L], Sequences(store, new DeadLetterFilter { Partition = 3 }));
        Assert.Equal([5L], Sequences(store, new DeadLetterFilter { From = Noon.AddMinutes(1) }));
        Assert.Equal([1L, 2, 3, 4], Sequences(store, new DeadLetterFilter { Until = Noon.AddMinutes(1) }));
        Assert.Equal([3L, 4], Sequences(store, new DeadLetterFilter { AfterId = 2, Limit = 2 }));
    }

    [Fact]
    public void MarkReplayed_WhenDoneTwice_CountsOnce()
    {
        using var store = Open();
        store.Add([Letter(1), Letter(2), Letter(3) with { Cause = "late" }]);
        Assert.True(store.MarkReplayed(1, Noon));
        Assert.False(store.MarkReplayed(1, Noon));
        Assert.False(store.MarkReplayed(99, Noon));
        Assert.Equal([2L, 3], Sequences(store, new DeadLetterFilter()));
        Assert.Equal(3, store.List(new DeadLetterFilter { IncludeReplayed = true }).Count);
        Assert.Equal(new Dictionary<string, long> { ["late"] = 1, ["poison"] = 1 }, store.CountByCause());
    }

    [Fact]
    public void List_WhenTheLimitIsOutOfRange_IsRefused()
    {
        using var store = Open();
        Assert.Throws<ArgumentOutOfRangeException>(() => store.List(new DeadLetterFilter { Limit = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => store.List(new DeadLetterFilter { Limit = 10_001 }));
    }

    private static DeadLetter Letter(long sequence) =>
        new(2, sequence, "user/u1", $"e{sequence}", "poison", "it threw", new byte[] { 1, 2, 3 }, Noon);

    private static IEnumerable<long> Sequences(IDeadLetterStore store, DeadLetterFilter filter) =>
        store.List(filter).Select(letter => letter.Sequence);
}

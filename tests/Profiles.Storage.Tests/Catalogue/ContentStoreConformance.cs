using System.Text;
using Profiles.Storage.Catalogue;

namespace Profiles.Storage.Tests.Catalogue;

/// <summary>What every store of content does. A store's own test class derives from this one.</summary>
public abstract class ContentStoreConformance
{
    [Fact]
    public void Upsert_WhenReopened_KeepsTheLatestOfEach()
    {
        using (var store = Open())
        {
            Assert.Equal([1, 2], store.Upsert([Content("a", "a1", "x"), Content("b", "b1", "x")]));
            Assert.Equal([0, 3], store.Upsert([Content("b", "b1", "x"), Content("a", "a2", "x")]));
        }

        using var again = Open();
        Assert.Equal([(2L, "b", "b1"), (3L, "a", "a2")], again.LoadLatest().Select(content =>
            (content.Revision, content.ContentId, Text(content.Body))));
        Assert.Equal(3, again.LatestRevision);
        Assert.Equal(2, again.Count);
    }

    [Fact]
    public void Upsert_WhenNothingDiffers_AddsNoRevision()
    {
        using var store = Open();
        store.Upsert([Content("a", "a1", "x")]);
        Assert.Equal([0], store.Upsert([Content("a", "a1", "x")]));
        Assert.Equal(1, store.LatestRevision);
    }

    [Fact]
    public void LoadTraits_WhenOnlyTheBodyChanged_LeavesThemOut()
    {
        using var store = Open();
        store.Upsert([Content("a", "a1", "x")]);
        store.Upsert([Content("a", "a2", "x")]);
        store.Upsert([Content("a", "a3", "y")]);
        Assert.Equal([(1L, "x"), (2L, ""), (3L, "y")], store.LoadTraits().Select(content =>
            (content.Revision, Text(content.Traits))));
        Assert.Equal([2L, 3L], store.LoadTraits(fromRevision: 2).Select(content => content.Revision));
    }

    [Fact]
    public void LoadAsOf_WhenContentsChangedLater_AnswersThemAsTheyWere()
    {
        using var store = Open();
        store.Upsert([Content("a", "a1", "x"), Content("b", "b2", "x")]);
        store.Upsert([Content("a", "a3", "x")]);
        store.Upsert([Content("c", "c4", "x"), Content("a", "a5", "x")]);
        Assert.Equal([1L, 2L], store.LoadAsOf(2).Select(content => content.Revision));
        Assert.Equal(["b2", "a3"], store.LoadAsOf(3).Select(content => Text(content.Body)));
        Assert.Equal(["b2", "c4", "a5"], store.LoadAsOf(9).Select(content => Text(content.Body)));
        Assert.Equal("a3", Text(store.Read(3)!.Value.Body));
        Assert.Null(store.Read(6));
    }

    [Fact]
    public void Upsert_WhenAContentIsTwiceInABatch_KeepsBothRevisions()
    {
        using var store = Open();
        Assert.Equal([1, 2], store.Upsert([Content("a", "a1", "x"), Content("a", "a2", "y")]));
        Assert.Equal("a2", Text(Assert.Single(store.LoadLatest()).Body));
    }

    [Fact]
    public void LoadLatest_WhenThereAreManyPages_AnswersAllInOrder()
    {
        using var store = Open();
        store.Upsert([.. Enumerable.Range(0, 20_000).Select(n => Content($"c{n}", "body", "x"))]);
        store.Upsert([Content("c5", "changed", "x")]);

        Assert.Equal(
            [.. Enumerable.Range(1, 20_000).Where(n => n != 6).Select(n => (long)n), 20_001L],
            store.LoadLatest().Select(content => content.Revision));
        Assert.Equal(20_001, store.LoadTraits().Count());
    }

    [Fact]
    public void LoadBodies_WhenARangeIsAsked_AnswersItsRevisions()
    {
        using var store = Open();
        store.Upsert([Content("a", "a1", "x"), Content("b", "b2", "x"), Content("a", "a3", "x")]);

        Assert.Equal(["b2", "a3"], store.LoadBodies(2, long.MaxValue).Select(content => Text(content.Body)));
        Assert.Equal(["a1", "b2"], store.LoadBodies(1, 2).Select(content => Text(content.Body)));
    }

    private static ContentUpsert Content(string id, string body, string traits) =>
        new(id, Encoding.UTF8.GetBytes(body), Encoding.UTF8.GetBytes(traits));

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    /// <summary>Opens the same store again and again.</summary>
    protected abstract IContentStore Open();
}

using FsCheck.Fluent;
using Profiles.Core.Units;

namespace Profiles.Core.Tests.Units;

public sealed class UnitKeyTests
{
    private static readonly string[] Texts =
        ["a", "acme", "a/b", "100%", "%2F", "/", "%", "é😀", "u/a/b", " ", "%25%2F"];

    [Fact]
    public void ToGrainKey_WhenParsed_GivesTheSameUnit() => Laws.Hold(
        from tenant in Gen.Elements(Texts)
        from id in Gen.Elements(Texts)
        from isUser in Gen.Elements(true, false)
        select isUser ? UnitKey.User(tenant, id) : UnitKey.Device(tenant, id),
        unit =>
        {
            Assert.True(UnitKey.TryParse(unit.ToGrainKey(), out var parsed));
            Assert.Equal(unit, parsed);
        });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x/a/b")]
    [InlineData("u/a")]
    [InlineData("u-a/b")]
    [InlineData("u/%2/b")]
    public void TryParse_WhenTheTextIsNoKey_SaysSo(string? text) => Assert.False(UnitKey.TryParse(text, out _));

    [Fact]
    public void Partition_WhenUnitsAreMany_SpreadsThem()
    {
        var counts = new int[4];
        for (var i = 0; i < 10_000; i++) counts[UnitKey.User("t", $"{i}").Partition(4)]++;

        Assert.All(counts, count => Assert.InRange(count, 2300, 2700));
    }

    // Frozen: a unit's partition never changes within a data folder.
    [Theory]
    [InlineData("default", "1", 0xcb02839a310a2152UL)]
    public void Hash64_WhenFrozen_StaysTheSame(string tenant, string id, ulong hash) =>
        Assert.Equal($"{hash:x16}", $"{UnitKey.User(tenant, id).Hash64():x16}");
}

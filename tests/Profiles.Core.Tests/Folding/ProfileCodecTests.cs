using FsCheck.Fluent;
using Profiles.Core.Folding;
using Profiles.Core.Text;

namespace Profiles.Core.Tests.Folding;

public sealed class ProfileCodecTests
{
    [Fact]
    public void Read_WhenOfANewerBuild_NamesTheVersion()
    {
        var bytes = History.Bytes(new Profile());
        bytes[0] = 9;

        var exception = Assert.Throws<InvalidDataException>(() => ProfileCodec.Read(bytes));
        Assert.Contains("version 9", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenFoldedWithOtherNumbers_NamesThem()
    {
        var bytes = History.Bytes(new Profile(new FoldOptions { HalfLife = TimeSpan.FromDays(10) }));

        var exception = Assert.Throws<InvalidDataException>(() => ProfileCodec.Read(bytes));
        Assert.Contains(nameof(FoldOptions.HalfLife), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenGivenAPool_SharesTexts()
    {
        var pool = new Utf8StringPool();
        var profile = History.Fold(History.Events(20).Sample(1, 50).Single().OrderBy(e => e.OccurredAtUnixMs));

        Assert.Equal(
            History.Bytes(profile), History.Bytes(ProfileCodec.Read(History.Bytes(profile), pool: pool)));
    }

    [Fact]
    public void Read_WhenBytesAreDamaged_ThrowsNothingElse() => Laws.Hold(
        from events in History.Events(30)
        from cut in Gen.Choose(0, 5000)
        from mutations in Gen.ArrayOf(Gen.Choose(0, int.MaxValue), 3)
        select (events, cut, mutations),
        damage =>
        {
            var bytes = History.Bytes(History.Fold(damage.events));
            foreach (var mutation in damage.mutations) bytes[(mutation >> 8) % bytes.Length] = (byte)mutation;
            bytes = bytes[..Math.Min(bytes.Length, damage.cut)];
            try
            {
                ProfileFold.Finish(ProfileCodec.Read(bytes));
            }
            catch (InvalidDataException exception)
            {
                Assert.NotEmpty(exception.Message);
            }
        },
        runs: 1000);
}

using Profiles.Core.Hashing;

namespace Profiles.Core.Tests.Units;

/// <summary>Vectors of the reference implementation of MurmurHash3 x64 128. Frozen: hashes are stored.</summary>
public sealed class StableHashTests
{
    [Theory]
    [InlineData("", 0, "00000000000000000000000000000000")]
    [InlineData("hello", 0, "cbd8a7b341bd9b025b1e906a48ae1d19")]
    [InlineData("hello, world", 0, "342fac623a5ebc8e4cdcbc079642414d")]
    [InlineData("The quick brown fox jumps over the lazy dog.", 0, "cd99481f9ee902c9695da1a38987b6e7")]
    [InlineData("The quick brown fox jumps over the lazy dog", 0, "e34bbc7bbc071b6c7a433ca9c49a9347")]
    public void Hash128_WhenComparedWithTheReference_IsEqual(string text, uint seed, string expected)
    {
        Assert.Equal(expected, $"{StableHash.Hash128(text, seed):x32}");
        Assert.Equal(expected[..16], $"{StableHash.Hash64(text, seed):x16}");
    }

    [Fact]
    public void Hash64_WhenTextIsLong_EqualsThatOfItsBytes()
    {
        var text = new string('é', 5000);

        Assert.Equal(StableHash.Hash64(System.Text.Encoding.UTF8.GetBytes(text)), StableHash.Hash64(text));
    }
}

using System.ComponentModel.DataAnnotations;
using Profiles.Api.Hosting;

namespace Profiles.Api.Tests;

public sealed class ApiAccessTests
{
    [Fact]
    public void DecryptionKeys_WhenEachIsOfAKey_AreRead()
    {
        const string Cipher = "Ns04T5n9+59rl2x3SlNHtQ==";
        var read = ApiAccess.DecryptionKeys($"web:{Cipher}, a:b:{Cipher}", ["web", "a:b", "c"]);
        Assert.Equal([("a:b", Cipher), ("web", Cipher)], read.Select(of => (of.Key, of.Value)).Order());
        Assert.Empty(ApiAccess.DecryptionKeys(null, ["web"]));
    }

    [Theory]
    [InlineData("Ns04T5n9+59rl2x3SlNHtQ==")]
    [InlineData("app:Ns04T5n9+59rl2x3SlNHtQ==")]
    [InlineData("web:Ns04T5n9")]
    public void DecryptionKeys_WhenOneIsWrong_AreRefusedWithoutTellingThem(string text)
    {
        var refused = Assert.Throws<ValidationException>(() => ApiAccess.DecryptionKeys(text, ["web"]));
        Assert.DoesNotContain("Ns04", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenOnlyClientKeysAreSet_IsRefused()
    {
        var refused = Assert.Throws<ValidationException>(
            () => ApiAccess.Read(name => name == ApiAccess.ClientKeysVariable ? "web" : null));
        Assert.StartsWith(ApiAccess.ClientKeysVariable, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080", null, true)]
    [InlineData("http://0.0.0.0:5080", null, false)]
    [InlineData("http://0.0.0.0:5080", "key", true)]
    public void Address_WhenOthersReachIt_NeedsAKey(string url, string? keys, bool isTaken)
    {
        var access = ApiAccess.Read(name => name == ApiAccess.KeysVariable ? keys : null);
        var refused = Record.Exception(() => access.RefuseOpen([url]));
        Assert.Equal(isTaken, refused is null);
    }
}

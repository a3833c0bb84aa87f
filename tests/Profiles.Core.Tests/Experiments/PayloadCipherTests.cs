using System.Text;
using Profiles.Core.Experiments.Flags;

namespace Profiles.Core.Tests.Experiments;

public sealed class PayloadCipherTests
{
    private const string Key = "Ns04T5n9+59rl2x3SlNHtQ==";

    private static readonly byte[] Iv = [.. Enumerable.Range(1, PayloadCipher.IvBytes).Select(i => (byte)i)];

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"rows":{"defaultValue":"用户😀"}}""")]
    public void Text_WhenEncrypted_IsReadWithTheKeyAlone(string text)
    {
        var encrypted = PayloadCipher.Encrypt(Encoding.UTF8.GetBytes(text), Key, Iv);
        Assert.Equal(text, PayloadCipher.Decrypt(encrypted, Key));
        Assert.NotEqual(text, PayloadCipher.Decrypt(encrypted, Convert.ToBase64String(new byte[16])));
    }

    [Theory]
    [InlineData(Key, true)]
    [InlineData("", false)]
    [InlineData("Ns04T5n9", false)]
    [InlineData("not base64", false)]
    public void Key_WhenItHasTheRightLength_IsOne(string key, bool isKey) =>
        Assert.Equal(isKey, PayloadCipher.IsKey(key));

    [Theory]
    [InlineData(16, true)]
    [InlineData(24, true)]
    [InlineData(32, true)]
    [InlineData(33, false)]
    [InlineData(64, false)]
    public void Key_WhenItIsOfSoManyBytes_IsOneOrNot(int bytes, bool isKey) =>
        Assert.Equal(isKey, PayloadCipher.IsKey(Convert.ToBase64String(new byte[bytes])));
}

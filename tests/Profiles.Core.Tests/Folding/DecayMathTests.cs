using Profiles.Core.Folding;

namespace Profiles.Core.Tests.Folding;

public sealed class DecayMathTests
{
    [Fact]
    public void Exp2_WhenComparedWithThePlatform_AgreesToTheLastBits()
    {
        for (var exponent = -1000.0; exponent < 1000; exponent += 0.37)
        {
            var expected = Math.Pow(2, exponent);
            Assert.InRange(DecayMath.Exp2(exponent) / expected, 1 - 1e-15, 1 + 1e-15);
        }
    }

    // Frozen: these bits are in saved profiles.
    [Theory]
    [InlineData(0, 0x3FF0000000000000)]
    [InlineData(1, 0x4000000000000000)]
    [InlineData(-0.5, 0x3FE6A09E667F3BCC)]
    [InlineData(0.2333333333333333, 0x3FF2CF0B5245E8F3)]
    [InlineData(double.NaN, 0)]
    [InlineData(-5000, 0)]
    public void Exp2_WhenFrozen_StaysTheSame(double exponent, long bits) =>
        Assert.Equal($"{bits:X16}", $"{BitConverter.DoubleToInt64Bits(DecayMath.Exp2(exponent)):X16}");
}

using Profiles.Core.Ranking;
using Profiles.Core.Simulation;

namespace Profiles.Core.Tests.Ranking;

public sealed class VectorMathTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    [InlineData(64)]
    [InlineData(256)]
    public void Dot_WhenComparedWithAScalarLoop_AgreesWithinOnePartInAHundredThousand(int length)
    {
        var (left, right) = (Some(length, 1), Some(length, 2));
        var (sum, size) = (0.0, 0.0);
        for (var i = 0; i < length; i++)
        {
            sum += (double)left[i] * right[i];
            size += Math.Abs((double)left[i] * right[i]);
        }

        Assert.InRange(VectorMath.Dot(left, right), sum - 1e-5 * size, sum + 1e-5 * size);
    }

    [Fact]
    public void AddScaled_WhenComparedWithAScalarLoop_HasItsBits()
    {
        var (target, source) = (Some(64, 3), Some(64, 4));
        var expected = target.Zip(source, (t, s) => t + 0.3f * s).ToArray();
        VectorMath.AddScaled(target, 0.3f, source);

        Assert.Equal(expected, target);
    }

    [Fact]
    public void Log_WhenComparedWithTheLibrary_AgreesWithinAMillionthAndNotByPlace()
    {
        var values = Some(64, 5);
        values[9] = values[60];
        var expected = values.Select(value => Math.Log(0.05 + 100 * Math.Abs(value))).ToArray();
        for (var i = 0; i < values.Length; i++) values[i] = Math.Abs(values[i]);
        VectorMath.Log(values, 100, 0.05f);

        for (var i = 0; i < values.Length; i++)
            Assert.Equal(expected[i], values[i], 2e-6 * (1 + Math.Abs(expected[i])));
        Assert.Equal(values[60], values[9]);
        Assert.Equal(VectorMath.Log(2.5f), LogOf(2.5f));
    }

    private static float LogOf(float value)
    {
        var values = new float[8];
        values[5] = value;
        VectorMath.Log(values, 1, 0);
        return values[5];
    }

    private static float[] Some(int length, ulong seed)
    {
        var chance = new SeededChance(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(chance.NextDouble() * 4 - 2))];
    }
}

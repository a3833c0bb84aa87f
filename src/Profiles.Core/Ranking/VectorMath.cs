using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Profiles.Core.Ranking;

/// <summary>
/// Arithmetic on spans, eight floats at a time on every machine: the lanes, and so the order in which sums are rounded,
/// are the same wherever it runs. Nothing is fused. Lengths are multiples of <see cref="Lanes"/>.
/// </summary>
internal static class VectorMath
{
    public const int Lanes = 8;

    /// <summary>The next multiple of the lanes.</summary>
    public static int Padded(int length) => (length + Lanes - 1) & ~(Lanes - 1);

    /// <summary>The sum of products.</summary>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var x = MemoryMarshal.Cast<float, Vector256<float>>(left);
        var y = MemoryMarshal.Cast<float, Vector256<float>>(right)[..x.Length];
        var (even, odd) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var i = 0;
        for (; i + 1 < x.Length; i += 2)
        {
            even += x[i] * y[i];
            odd += x[i + 1] * y[i + 1];
        }

        if (i < x.Length) even += x[i] * y[i];
        return Sum(even + odd);
    }

    /// <summary>Adds a multiple: <c>target += factor · source</c>.</summary>
    public static void AddScaled(Span<float> target, float factor, ReadOnlySpan<float> source)
    {
        var t = MemoryMarshal.Cast<float, Vector256<float>>(target);
        var s = MemoryMarshal.Cast<float, Vector256<float>>(source)[..t.Length];
        var f = Vector256.Create(factor);
        for (var i = 0; i < t.Length; i++) t[i] += f * s[i];
    }

    /// <summary>Multiplies by a number.</summary>
    public static void Scale(Span<float> target, float factor)
    {
        var t = MemoryMarshal.Cast<float, Vector256<float>>(target);
        var f = Vector256.Create(factor);
        for (var i = 0; i < t.Length; i++) t[i] *= f;
    }

    /// <summary>Replaces each by <c>1 / √(value + addend)</c>.</summary>
    public static void InverseRoot(Span<float> values, float addend)
    {
        var v = MemoryMarshal.Cast<float, Vector256<float>>(values);
        var a = Vector256.Create(addend);
        for (var i = 0; i < v.Length; i++) v[i] = Vector256<float>.One / Vector256.Sqrt(v[i] + a);
    }

    /// <summary>Multiplies two, each by each.</summary>
    public static void Multiply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> products)
    {
        var x = MemoryMarshal.Cast<float, Vector256<float>>(left);
        var y = MemoryMarshal.Cast<float, Vector256<float>>(right)[..x.Length];
        var p = MemoryMarshal.Cast<float, Vector256<float>>(products)[..x.Length];
        for (var i = 0; i < x.Length; i++) p[i] = x[i] * y[i];
    }

    /// <summary>The natural logarithm of <c>addend + scale · value</c>, of each.</summary>
    public static void Log(Span<float> values, float scale, float addend)
    {
        var v = MemoryMarshal.Cast<float, Vector256<float>>(values);
        var (s, a) = (Vector256.Create(scale), Vector256.Create(addend));
        for (var i = 0; i < v.Length; i++) v[i] = Vector256.Log(s * v[i] + a);
    }

    /// <summary>The natural logarithm, with the bits that <see cref="Log(Span{float}, float, float)"/> gives.</summary>
    public static float Log(float value) => Vector256.Log(Vector256.Create(value)).ToScalar();

    // In a stated order: halves, then quarters.
    private static float Sum(Vector256<float> v)
    {
        var four = v.GetLower() + v.GetUpper();
        return (four[0] + four[2]) + (four[1] + four[3]);
    }
}

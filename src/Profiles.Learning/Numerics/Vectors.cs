using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Profiles.Learning.Numerics;

/// <summary>
/// Sums over spans of floats, eight lanes wide and without fused multiplication: so that every machine gets the same
/// bits, whatever it has in hardware.
/// </summary>
internal static class Vectors
{
    private const int Lanes = 8;

    /// <summary>The sum of products.</summary>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ref var a = ref MemoryMarshal.GetReference(left);
        ref var b = ref MemoryMarshal.GetReference(right);
        var length = left.Length;
        var sum = Vector256<float>.Zero;
        var other = Vector256<float>.Zero;
        var i = 0;
        for (; i <= length - 2 * Lanes; i += 2 * Lanes)
        {
            sum += At(ref a, i) * At(ref b, i);
            other += At(ref a, i + Lanes) * At(ref b, i + Lanes);
        }

        for (; i <= length - Lanes; i += Lanes) sum += At(ref a, i) * At(ref b, i);
        var total = SumOf(sum + other);
        for (; i < length; i++) total += Unsafe.Add(ref a, i) * Unsafe.Add(ref b, i);
        return total;
    }

    /// <summary>Adds a multiple of one to the other.</summary>
    public static void AddScaled(float scale, ReadOnlySpan<float> from, Span<float> to)
    {
        ref var a = ref MemoryMarshal.GetReference(from);
        ref var b = ref MemoryMarshal.GetReference(to);
        var factor = Vector256.Create(scale);
        var i = 0;
        for (; i <= from.Length - Lanes; i += Lanes)
            (At(ref b, i) + factor * At(ref a, i)).StoreUnsafe(ref b, (nuint)i);
        for (; i < from.Length; i++) Unsafe.Add(ref b, i) += scale * Unsafe.Add(ref a, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> At(ref float start, int index) => Vector256.LoadUnsafe(ref start, (nuint)index);

    // Lanes are added in one order, whatever the hardware would do.
    private static float SumOf(Vector256<float> vector)
    {
        var four = vector.GetLower() + vector.GetUpper();
        return (four.GetElement(0) + four.GetElement(2)) + (four.GetElement(1) + four.GetElement(3));
    }
}

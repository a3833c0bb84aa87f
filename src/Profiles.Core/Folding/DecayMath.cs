namespace Profiles.Core.Folding;

/// <summary>
/// Powers of two that are the same bits on every machine: only additions and multiplications of IEEE doubles, in a
/// fixed order, none of them fused. The platform's own pow may differ in its last bit from one C library to the next.
/// </summary>
internal static class DecayMath
{
    /// <summary>The number of fixed-point steps of 1: contributions to open sums are rounded to 2^−20.</summary>
    public const double FixedPointOne = 1 << 20;

    /// <summary>Sums weaker than this are nothing: one step of the fixed point.</summary>
    public const double Negligible = 1 / FixedPointOne;

    private const double Ln2 = 0.6931471805599453;

    // 1/n! for the Taylor series of e^x, |x| <= ln 2 / 2: the first term left out is below 2^-57 of the result.
    private const double F2 = 1.0 / 2;
    private const double F3 = 1.0 / 6;
    private const double F4 = 1.0 / 24;
    private const double F5 = 1.0 / 120;
    private const double F6 = 1.0 / 720;
    private const double F7 = 1.0 / 5040;
    private const double F8 = 1.0 / 40320;
    private const double F9 = 1.0 / 362880;
    private const double F10 = 1.0 / 3628800;
    private const double F11 = 1.0 / 39916800;
    private const double F12 = 1.0 / 479001600;
    private const double F13 = 1.0 / 6227020800;

    /// <summary>2 to the power of <paramref name="exponent"/>; 0 below −1022, at most 2^1023.</summary>
    public static double Exp2(double exponent)
    {
        if (!(exponent >= -1022)) return 0;
        if (exponent >= 1023) exponent = 1023;

        var whole = Math.Round(exponent);
        var x = (exponent - whole) * Ln2;
        var high = F8 + x * (F9 + x * (F10 + x * (F11 + x * (F12 + x * F13))));
        var value = 1 + x * (1 + x * (F2 + x * (F3 + x * (F4 + x * (F5 + x * (F6 + x * (F7 + x * high)))))));
        return value * BitConverter.Int64BitsToDouble((long)(whole + 1023) << 52);
    }

    /// <summary>A contribution in fixed point; ties to even.</summary>
    public static long ToFixedPoint(double value) => (long)Math.Round(value * FixedPointOne);
}

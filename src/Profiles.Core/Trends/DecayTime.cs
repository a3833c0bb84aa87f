using Profiles.Core.Folding;

namespace Profiles.Core.Trends;

/// <summary>A time in half-lives: whole ones, and two to the power of the rest, from 1 to 2.</summary>
/// <param name="Whole">Whole half-lives since 1970-01-01.</param>
/// <param name="Power">Two to the power of what is left.</param>
internal readonly record struct DecayTime(int Whole, double Power)
{
    private const double MsPerHour = 3_600_000;

    public static DecayTime Of(long unixMs, int halfLifeHours)
    {
        var halfLives = unixMs / (halfLifeHours * MsPerHour);
        var whole = Math.Floor(halfLives);
        return new DecayTime((int)whole, DecayMath.Exp2(halfLives - whole));
    }

    /// <summary>Two to a power that is not above 0, exactly; 0 where that is below what a double can tell from
    /// 0.</summary>
    public static double PowerOf(int exponent) =>
        exponent < -1022 ? 0 : BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);
}

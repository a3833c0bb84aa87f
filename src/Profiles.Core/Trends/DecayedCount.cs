using Profiles.Core.Folding;

namespace Profiles.Core.Trends;

/// <summary>
/// A sum of weights that halve with a half-life, kept forward (Cormode et al., Forward Decay, ICDE 2009): what was
/// added at <c>t</c> counts <c>weight · 2^(t / half-life)</c>, and only a reading divides by the time of reading. The
/// power of two is split: <c>value = Mantissa · 2^Exponent</c>, where the exponent is that of the latest addition, so
/// that nothing overflows and a reading is one multiplication by a factor from a table.
/// </summary>
/// <param name="Mantissa">The sum in units of 2^Exponent.</param>
/// <param name="Exponent">The whole half-lives between 1970-01-01 and the latest addition.</param>
internal record struct DecayedCount(double Mantissa, int Exponent)
{
    /// <summary>Adds a weight at a time that is split into whole half-lives and the power of the rest.</summary>
    public void Add(double weight, in DecayTime at)
    {
        if (Mantissa == 0) Exponent = at.Whole;
        if (at.Whole <= Exponent)
        {
            Mantissa += weight * at.Power * DecayTime.PowerOf(at.Whole - Exponent);
            return;
        }

        Mantissa = Mantissa * DecayTime.PowerOf(Exponent - at.Whole) + weight * at.Power;
        Exponent = at.Whole;
    }
}

using Profiles.Core.Experiments.Definitions;
using Profiles.Statistics.Samples;

namespace Profiles.Analytics.Metrics;

/// <summary>
/// The sums over units of a numerator y and a denominator d after exposure, and of the same before it, x and e.
/// </summary>
internal readonly record struct MetricSums(
    long Units, double Y, double YY, double D, double DD, double YD, double X, double XX, double E, double EE,
    double XE, double YX, double DE, double YE, double DX)
{
    /// <summary>Reads a row of <see cref="MetricSql.Sums"/> from its third column on.</summary>
    public static MetricSums Read(object?[] row)
    {
        var n = new double[row.Length];
        for (var i = 2; i < row.Length; i++) n[i] = Convert.ToDouble(row[i]);
        return new MetricSums(
            Convert.ToInt64(row[2]), n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10], n[11], n[12], n[13], n[14],
            n[15], n[16]);
    }

    /// <summary>The sums over the units of both.</summary>
    public MetricSums Plus(in MetricSums other) => new(
        Units + other.Units, Y + other.Y, YY + other.YY, D + other.D, DD + other.DD, YD + other.YD, X + other.X,
        XX + other.XX, E + other.E, EE + other.EE, XE + other.XE, YX + other.YX, DE + other.DE, YE + other.YE,
        DX + other.DX);

    /// <summary>The statistic that the metric asks for.</summary>
    public MetricStatistic ToStatistic(MetricDefinition metric)
    {
        var isAdjusted = metric.CupedDays > 0;
        var (y, x) = (new MeanStatistic(Units, Y, YY), new MeanStatistic(Units, X, XX));
        if (metric.Denominator is not null)
        {
            var after = new RatioStatistic(y, new MeanStatistic(Units, D, DD), YD);
            if (!isAdjusted) return after;
            var before = new RatioStatistic(x, new MeanStatistic(Units, E, EE), XE);
            return new AdjustedRatioStatistic(after, before, YX, DE, YE, DX);
        }

        if (isAdjusted) return new AdjustedMeanStatistic(y, x, YX);
        return metric.Kind == MetricKind.Proportion ? new ProportionStatistic(Units, Y) : y;
    }
}

using Profiles.Statistics.Samples;

namespace Profiles.Statistics.Effects;

/// <summary>What a treatment changes against its control, with its standard error.</summary>
public sealed record EffectEstimate
{
    // Below this, the past explains nothing of a ratio (GrowthBook's create_theta_adjusted_statistics).
    private const double SmallestTheta = 1e-8;

    private EffectEstimate(EffectScale scale, long units, Insufficiency insufficiency)
    {
        Scale = scale;
        Units = units;
        Insufficiency = insufficiency;
    }

    /// <summary>What the effect is told in.</summary>
    public EffectScale Scale { get; }

    /// <summary>The units of both variants.</summary>
    public long Units { get; }

    /// <summary>Why there is none; then all numbers are 0.</summary>
    public Insufficiency Insufficiency { get; }

    /// <summary>Whether there is an estimate.</summary>
    public bool IsKnown => Insufficiency == Insufficiency.None;

    /// <summary>The effect.</summary>
    public double Value { get; private init; }

    /// <summary>The control's value as measured; relative effects are parts of its size.</summary>
    public double Baseline { get; private init; }

    /// <summary>The standard error of the effect, above 0.</summary>
    public double StandardError { get; private init; }

    /// <summary>
    /// Of Student's t, by Welch and Satterthwaite: (s_a²/n_a + s_b²/n_b)² / (s_a⁴/(n_a²(n_a-1)) + s_b⁴/(n_b²(n_b-1))).
    /// </summary>
    public double DegreesOfFreedom { get; private init; }

    /// <summary>
    /// The effect of two statistics of the same kind. Relative ones by the delta method, those adjusted by the past as
    /// GrowthBook's frequentist_variance_relative_cuped and _cuped_ratio have it. Unlike there, one side without
    /// variance is enough as long as the other has some.
    /// </summary>
    public static EffectEstimate Of(MetricStatistic control, MetricStatistic treatment, EffectScale scale)
    {
        var units = control.Units + treatment.Units;
        if (control.GetType() != treatment.GetType())
            return new EffectEstimate(scale, units, Insufficiency.DifferentStatistics);
        var missing = control.Check();
        if (missing == Insufficiency.None) missing = treatment.Check();
        if (missing != Insufficiency.None) return new EffectEstimate(scale, units, missing);

        var (a, b) = Adjust(control, treatment);
        if (scale == EffectScale.Relative && a.UnadjustedValue == 0)
            return new EffectEstimate(scale, units, Insufficiency.ZeroBaseline);

        var difference = b.Value - a.Value;
        var value = scale == EffectScale.Relative ? difference / Math.Abs(a.UnadjustedValue) : difference;
        var variance = Variance(a, b, scale);
        if (!double.IsFinite(value) || !double.IsFinite(variance))
            return new EffectEstimate(scale, units, Insufficiency.NotFinite);
        if (variance <= 0) return new EffectEstimate(scale, units, Insufficiency.NoVariance);
        return new EffectEstimate(scale, units, Insufficiency.None)
        {
            Value = value,
            StandardError = Math.Sqrt(variance),
            Baseline = a.UnadjustedValue,
            DegreesOfFreedom = Welch(a, b),
        };
    }

    // θ is one for both sides, from the units of both; without any the past is left out.
    private static (MetricStatistic Control, MetricStatistic Treatment) Adjust(MetricStatistic a, MetricStatistic b)
    {
        if (a is AdjustedMeanStatistic control && b is AdjustedMeanStatistic treatment)
        {
            if (control.Theta is not null && treatment.Theta is not null) return (a, b);
            var theta = AdjustedMeanStatistic.PooledTheta(control, treatment);
            return theta == 0
                ? (control.Post, treatment.Post)
                : (control with { Theta = theta }, treatment with { Theta = theta });
        }

        if (a is AdjustedRatioStatistic controlRatio && b is AdjustedRatioStatistic treatmentRatio)
        {
            if (controlRatio.Theta is not null && treatmentRatio.Theta is not null) return (a, b);
            var theta = AdjustedRatioStatistic.PooledTheta(controlRatio, treatmentRatio);
            return Math.Abs(theta) < SmallestTheta
                ? (controlRatio.Post, treatmentRatio.Post)
                : (controlRatio with { Theta = theta }, treatmentRatio with { Theta = theta });
        }

        return (a, b);
    }

    private static double Variance(MetricStatistic a, MetricStatistic b, EffectScale scale) => (scale, a, b) switch
    {
        (EffectScale.Relative, AdjustedMeanStatistic control, AdjustedMeanStatistic treatment) =>
            RelativeVariance(control, treatment),
        (EffectScale.Relative, AdjustedRatioStatistic control, AdjustedRatioStatistic treatment) =>
            RelativeVariance(control, treatment),
        _ => DeltaMethod.VarianceOfEffect(
            scale, a.UnadjustedValue, a.Variance / a.Units, b.UnadjustedValue, b.Variance / b.Units),
    };

    // Of (y_b - y_a - θ(x_b - x_a)) / y_a, with the derivative by y_a taken as -y_b/y_a².
    private static double RelativeVariance(AdjustedMeanStatistic control, AdjustedMeanStatistic treatment)
    {
        double baseline = control.Post.Value, ratio = treatment.Post.Value / baseline, theta = control.Coefficient;
        var ofControl = control.Post.Variance * ratio * ratio - 2 * theta * control.PostPreCovariance * ratio
            + theta * theta * control.Pre.Variance;
        return (treatment.Variance / treatment.Units + ofControl / control.Units) / (baseline * baseline);
    }

    // The gradient by the control's four means follows from the quotient rule with the baseline m̄_a/d̄_a.
    private static double RelativeVariance(AdjustedRatioStatistic control, AdjustedRatioStatistic treatment)
    {
        var baseline = Math.Abs(control.UnadjustedValue);
        var difference = treatment.Value - control.Value;
        var ofTreatment = treatment.Gradient(treatment.Coefficient);
        var ofControl = control.Gradient(control.Coefficient);
        for (var i = 0; i < ofTreatment.Length; i++)
        {
            ofTreatment[i] /= baseline;
            ofControl[i] /= -baseline;
        }

        var growth = (baseline + Math.Sign(control.UnadjustedValue) * difference) / baseline;
        ofControl[0] *= growth;
        ofControl[1] *= growth;
        return control.QuadraticForm(ofControl) / control.Units
            + treatment.QuadraticForm(ofTreatment) / treatment.Units;
    }

    private static double Welch(MetricStatistic a, MetricStatistic b)
    {
        double ofA = a.Variance / a.Units, ofB = b.Variance / b.Units;
        var sum = ofA + ofB;
        return sum * sum / (ofA * ofA / (a.Units - 1) + ofB * ofB / (b.Units - 1));
    }
}

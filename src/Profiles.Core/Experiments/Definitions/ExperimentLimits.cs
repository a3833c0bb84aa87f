namespace Profiles.Core.Experiments.Definitions;

/// <summary>How much may be configured. What is beyond is refused.</summary>
public static class ExperimentLimits
{
    /// <summary>The most experiments, archived ones included.</summary>
    public const int MaxExperiments = 1000;

    /// <summary>The most experiments that run or are paused.</summary>
    public const int MaxActive = 200;

    /// <summary>The most variants of one experiment.</summary>
    public const int MaxVariants = 20;

    /// <summary>The most parameters.</summary>
    public const int MaxParameters = 500;

    /// <summary>The most parameters of one variant.</summary>
    public const int MaxParametersPerVariant = 50;

    /// <summary>The most bytes of a parameter's JSON.</summary>
    public const int MaxParameterBytes = 16384;

    /// <summary>The most levels of a parameter's JSON.</summary>
    public const int MaxParameterDepth = 16;

    /// <summary>The most holdouts.</summary>
    public const int MaxHoldouts = 50;

    /// <summary>The most holdouts of one experiment.</summary>
    public const int MaxHoldoutsPerExperiment = 5;

    /// <summary>The most layers.</summary>
    public const int MaxLayers = 200;

    /// <summary>The most segments of one experiment, in each of its lists.</summary>
    public const int MaxSegments = 50;

    /// <summary>The most prerequisites of one experiment.</summary>
    public const int MaxPrerequisites = 5;

    /// <summary>The most experiments of which each needs the next.</summary>
    public const int MaxPrerequisiteDepth = 4;

    /// <summary>The most testers of one experiment.</summary>
    public const int MaxForcedUnits = 1000;

    /// <summary>The most steps of a ramp.</summary>
    public const int MaxRampSteps = 50;

    /// <summary>The most metrics.</summary>
    public const int MaxMetrics = 500;

    /// <summary>The most metrics of one experiment, in each of its lists.</summary>
    public const int MaxMetricsPerExperiment = 50;

    /// <summary>The most types of events of one measure.</summary>
    public const int MaxEventTypes = 20;

    /// <summary>The most values that the condition of a metric compares with.</summary>
    public const int MaxMetricConditionValues = 1000;

    /// <summary>The most characters of a key, or of a parameter's name.</summary>
    public const int MaxKeyLength = 64;

    /// <summary>The most characters of a name, an owner, a salt, an attribute or a unit's id.</summary>
    public const int MaxNameLength = 128;

    /// <summary>The most characters of a hypothesis or a description.</summary>
    public const int MaxTextLength = 4000;

    /// <summary>The most a bucket version may be.</summary>
    public const int MaxBucketVersion = 1000;

    /// <summary>The most days before an exposure.</summary>
    public const int MaxCupedDays = 90;

    /// <summary>The most hours of a conversion window.</summary>
    public const int MaxConversionWindowHours = 8784;

    /// <summary>The most errors that are listed.</summary>
    public const int MaxErrors = 200;

    /// <summary>The most bytes of the JSON of a set.</summary>
    public const int MaxDocumentBytes = 8388608;

    /// <summary>How far the sum of weights may be from 1.</summary>
    public const double WeightTolerance = 1e-6;
}

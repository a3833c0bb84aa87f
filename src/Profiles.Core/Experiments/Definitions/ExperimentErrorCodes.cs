namespace Profiles.Core.Experiments.Definitions;

/// <summary>The kinds of mistakes in a configuration.</summary>
public static class ExperimentErrorCodes
{
    /// <summary>A field of a name that there is none of.</summary>
    public const string UnknownField = "unknown_field";

    /// <summary>A field that must be written.</summary>
    public const string Missing = "missing";

    /// <summary>JSON of another type.</summary>
    public const string WrongType = "wrong_type";

    /// <summary>A number, or a text's length, beyond its bounds.</summary>
    public const string OutOfRange = "out_of_range";

    /// <summary>More than may be.</summary>
    public const string TooMany = "too_many";

    /// <summary>A key that is none.</summary>
    public const string InvalidKey = "invalid_key";

    /// <summary>Something that may come once.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>Weights that do not sum to 1.</summary>
    public const string Weights = "weights";

    /// <summary>Parts of a layer that overlap.</summary>
    public const string Overlap = "overlap";

    /// <summary>A layer that has no room left.</summary>
    public const string OverAllocated = "over_allocated";

    /// <summary>Prerequisites that need each other, or too many in a row.</summary>
    public const string Cycle = "cycle";

    /// <summary>
    /// The key of a metric, segment, holdout, layer, experiment, variant or parameter that there is none of.
    /// </summary>
    public const string Unknown = "unknown";

    /// <summary>A condition that cannot be compiled.</summary>
    public const string Condition = "condition";

    /// <summary>Times or coverages that are out of order.</summary>
    public const string Schedule = "schedule";

    /// <summary>What may not change while units hold variants.</summary>
    public const string Running = "running";

    /// <summary>A state that may not follow the present one.</summary>
    public const string Transition = "transition";

    /// <summary>A parameter that two experiments may set for one unit.</summary>
    public const string ParameterConflict = "parameter_conflict";
}

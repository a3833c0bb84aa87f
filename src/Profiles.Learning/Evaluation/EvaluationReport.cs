using Profiles.Statistics.Resampling;

namespace Profiles.Learning.Evaluation;

/// <summary>What an evaluation found.</summary>
public sealed record EvaluationReport
{
    /// <summary>The protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>How many users the data set has.</summary>
    public required int Users { get; init; }

    /// <summary>How many items can be ranked.</summary>
    public required int Items { get; init; }

    /// <summary>How many interactions the data set has.</summary>
    public required int Interactions { get; init; }

    /// <summary>How many times an item was to be found.</summary>
    public required int TestCases { get; init; }

    /// <summary>The metrics.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>Their intervals.</summary>
    public required IReadOnlyDictionary<string, Interval> Intervals { get; init; }

    /// <summary>What was trained with.</summary>
    public required IReadOnlyDictionary<string, double> Parameters { get; init; }

    /// <summary>The seconds that went into training.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>The seconds that went into ranking the test cases.</summary>
    public required double EvaluateSeconds { get; init; }
}

using Profiles.Learning.Training;

namespace Profiles.Learning.Evaluation;

/// <summary>How a log is replayed to fit and to test.</summary>
public sealed record ReplayOptions
{
    /// <summary>The part of the choices, the last by time, that is tested on; between 0 and 1.</summary>
    public double TestFraction { get; init; } = 0.2;

    /// <summary>The part of the choices before the test part that only warms up: nothing is fitted on it.</summary>
    public double WarmUpFraction { get; init; } = 0.3;

    /// <summary>How many earlier choices a user must have to be tested on.</summary>
    public int MinHistory { get; init; } = 3;

    /// <summary>After how much time of the log a new model is trained from what is known by then.</summary>
    public TimeSpan RetrainEvery { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The same, while weights are fitted.</summary>
    public TimeSpan RetrainEveryWhileFitting { get; init; } = TimeSpan.FromDays(3);

    /// <summary>After how many new models the factors are trained anew; their rows stay meanwhile.</summary>
    public int RetrainFactorsEvery { get; init; } = 7;

    /// <summary>The most test cases; where there are more, they are thinned out evenly.</summary>
    public int MaxTestCases { get; init; } = int.MaxValue;

    /// <summary>The time between two snapshots of the trends.</summary>
    public TimeSpan SnapshotEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The length of the lists.</summary>
    public int K { get; init; } = 10;

    /// <summary>What models are trained with.</summary>
    public TrainingOptions Training { get; init; } = new();
}

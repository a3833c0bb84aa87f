using Profiles.Statistics.Resampling;

namespace Profiles.Cli.Learning;

/// <summary>What every protocol can be told.</summary>
/// <param name="Bootstrap">How intervals are drawn.</param>
/// <param name="TuneFor">How long hyperparameters are searched; null for not at all.</param>
internal sealed record EvaluationChoices(BootstrapOptions Bootstrap, TimeSpan? TuneFor);
